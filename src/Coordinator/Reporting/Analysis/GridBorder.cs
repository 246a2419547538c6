using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Finds best settings that lie on the border of the grid, beyond which a better one may lie.</summary>
public static class GridBorder
{
    /// <summary>A best learning rate that is the least or the greatest tried.</summary>
    /// <param name="Optimizer">Whose it is.</param>
    /// <param name="LearningRate">The learning rate.</param>
    /// <param name="Suggested">One to extend the grid to: as far beyond the border as the next value lies within, on a logarithmic scale.</param>
    public sealed record BorderCase(OptimizerKind Optimizer, double LearningRate, double Suggested);

    /// <summary>The optimisers whose best learning rate is on the border, where two or more were tried.</summary>
    public static ImmutableArray<BorderCase> LearningRates(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var rates = analysis.Experiment.Specification.Axes
            .Where(axis => axis.Hyperparameter == Hyperparameters.LearningRate)
            .SelectMany(axis => axis.Values.OfType<HyperparameterValue.Number>())
            .Select(value => value.Value)
            .Order()
            .ToImmutableArray();
        if (rates.Length < 2)
        {
            return [];
        }

        var cases = ImmutableArray.CreateBuilder<BorderCase>();
        foreach (var best in analysis.Optimizers)
        {
            if (best.Best is not { } cell)
            {
                continue;
            }

            var rate = cell.Runs[0].Point.Run.LearningRate;
            var inner = rate == rates[0] ? rates[1] : rate == rates[^1] ? rates[^2] : (double?)null;
            if (inner is { } next)
            {
                cases.Add(new BorderCase(best.Optimizer, rate, rate * rate / next));
            }
        }

        return cases.DrainToImmutable();
    }
}
