using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>A part of the variance with its name.</summary>
/// <param name="Name">For example <c>learning rate</c>, or <c>learning rate x optimizer</c>.</param>
/// <param name="Share">Its share, in [0, 1].</param>
/// <param name="Interaction">Whether it is the joint effect of two hyperparameters.</param>
public sealed record ImportancePart(string Name, double Share, bool Interaction);

/// <summary>
/// Which hyperparameter matters: how the variance of the final cost's logarithm over a grid divides among the hyperparameters
/// (<see cref="VarianceDecomposition"/>). A run that diverged or failed counts as the worst that completed, so
/// that divergence is not a gap; costs of zero count as the least above zero.
/// </summary>
/// <param name="Optimizer">The optimiser whose part of the grid it is; null for the whole.</param>
/// <param name="Parts">Single hyperparameters and pairs, from the greatest share to the least.</param>
/// <param name="Higher">The share of interactions of three or more.</param>
/// <param name="Within">The share that <see cref="WithinName"/> has.</param>
/// <param name="WithinName">What varies within a combination: the seeds, and for the whole grid the optimisers' own hyperparameters.</param>
public sealed record Importance(
    OptimizerKind? Optimizer, ImmutableArray<ImportancePart> Parts, double Higher, double Within, string WithinName)
{
    /// <summary>The decomposition of the whole grid first, then that of each optimiser's part, each where anything varies in it and no combination is without an ended run.</summary>
    public static ImmutableArray<Importance> Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var responses = Responses(analysis);
        var axes = analysis.Experiment.Specification.Axes
            .Where(axis => axis.Values.Length > 1 && axis.Hyperparameter != Hyperparameters.Seed)
            .ToImmutableArray();
        var shared = axes.Where(axis => axis.Hyperparameter.Optimizer is null).ToImmutableArray();
        var optimizers = analysis.Cells.Select(cell => cell.Optimizer).Distinct().ToImmutableArray();
        var whole = Decompose(null, shared, analysis.Cells, responses, shared.Length < axes.Length ? "own hyperparameters and seeds" : "seeds");
        var each = optimizers.Length < 2
            ? []
            : optimizers.Select(optimizer => Decompose(
                optimizer,
                [.. axes.Where(axis => axis.Hyperparameter != Hyperparameters.Optimizer && (axis.Hyperparameter.Optimizer ?? optimizer) == optimizer)],
                [.. analysis.Cells.Where(cell => cell.Optimizer == optimizer)],
                responses,
                "seeds"));
        return [.. each.Prepend(whole).OfType<Importance>()];
    }

    private static Importance? Decompose(
        OptimizerKind? optimizer,
        ImmutableArray<GridAxis> axes,
        ImmutableArray<Cell> cells,
        Dictionary<int, double> responses,
        string within)
    {
        if (axes.IsEmpty || responses.Count == 0)
        {
            return null;
        }

        var levels = axes.Select(axis => axis.Values.Length).ToImmutableArray();
        var values = Enumerable.Range(0, levels.Aggregate(1, static (product, count) => product * count))
            .Select(_ => ImmutableArray.CreateBuilder<double>()).ToImmutableArray();
        foreach (var cell in cells)
        {
            var point = cell.Runs[0].Point.Values;
            var at = axes.Aggregate(0, (index, axis) => (index * axis.Values.Length) + axis.Values.IndexOf(point[axis.Hyperparameter]));
            values[at].AddRange(cell.Runs.Where(run => responses.ContainsKey(run.Number)).Select(run => responses[run.Number]));
        }

        if (values.Any(replicates => replicates.Count == 0)
            || VarianceDecomposition.Of(levels, [.. values.Select(replicates => replicates.ToImmutable())]) is not { } shares)
        {
            return null;
        }

        var names = axes.Select(axis => Wording.AxisName(axis.Hyperparameter)).ToImmutableArray();
        var parts = shares.Main.Select((share, i) => new ImportancePart(names[i], share, false))
            .Concat(shares.Pairs.Select(pair => new ImportancePart($"{names[pair.First]} x {names[pair.Second]}", pair.Share, true)));
        return new Importance(optimizer, [.. parts.OrderByDescending(part => part.Share)], shares.Higher, shares.Within, within);
    }

    /// <summary>The logarithm of each ended run's final cost, by run number; empty where no cost is above zero.</summary>
    private static Dictionary<int, double> Responses(ExperimentAnalysis analysis)
    {
        var costs = analysis.Runs
            .Where(run => run.State == RunState.Completed && run.Result?.FinalCost is { } cost && double.IsFinite(cost))
            .ToDictionary(run => run.Number, run => run.Result!.FinalCost!.Value);
        var positive = costs.Values.Where(cost => cost > 0).ToImmutableArray();
        if (positive.IsEmpty)
        {
            return [];
        }

        var (least, worst) = (positive.Min(), positive.Max());
        return analysis.Runs
            .Where(run => run.State is RunState.Completed or RunState.Diverged or RunState.Failed)
            .ToDictionary(run => run.Number, run => Math.Log10(Math.Max(least, costs.GetValueOrDefault(run.Number, worst))));
    }
}
