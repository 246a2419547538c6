using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Finds best configurations that lie on the border of the grid, beyond which a better one may lie.</summary>
public static class GridBorder
{
    /// <summary>A best value of the tuned parameter that is the least or the greatest tried.</summary>
    /// <param name="Compared">The compared value that it is the best of.</param>
    /// <param name="Tuned">The tuned parameter.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Suggested">
    /// A value to extend the grid to. It lies as far beyond the border as the next value lies within, on a logarithmic scale where all
    /// values are above zero.
    /// </param>
    public sealed record BorderCase(string Compared, Parameter Tuned, double Value, double Suggested);

    /// <summary>The compared values whose best value of the tuned parameter is on the border, where two or more were tried.</summary>
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
