using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Finds best configurations on the border of the grid. A better configuration may lie beyond it.</summary>
public static class GridBorder
{
    /// <summary>The best value of the tuned parameter when it is the smallest or largest value tried.</summary>
    /// <param name="Compared">The compared value for which it is the best.</param>
    /// <param name="Tuned">The tuned parameter.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Suggested">
    /// A value to which the grid could be extended. It is as far outside the border as the next value is inside, on a logarithmic scale if
    /// all values are above zero.
    /// </param>
    public sealed record BorderCase(string Compared, Parameter Tuned, double Value, double Suggested);

    /// <summary>
    /// The compared values whose best value of the tuned parameter is on the border. At least two values must have been tried.
    /// </summary>
    public static ImmutableArray<BorderCase> Find(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.TunedParameter is not { } tuned || analysis.Varying(tuned) is not { } axis)
        {
            return [];
        }

        var tried = axis.Values.Select(RunValues.Number).OfType<double>().Order().ToImmutableArray();
        if (tried.Length < 2)
        {
            return [];
        }

        var cases = ImmutableArray.CreateBuilder<BorderCase>();
        foreach (var best in analysis.Compared)
        {
            if (best.Best?.Tuned is not { } value)
            {
                continue;
            }

            var inner = value == tried[0] ? tried[1] : value == tried[^1] ? tried[^2] : (double?)null;
            if (inner is { } next)
            {
                cases.Add(new BorderCase(best.Compared, tuned, value, tried[0] > 0 ? value * value / next : value + value - next));
            }
        }

        return cases.DrainToImmutable();
    }
}
