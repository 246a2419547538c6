using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Detects whether the cost had settled at the end of a training.</summary>
public static class CostTrend
{
    /// <summary>A cost was still falling if it fell by more than this fraction over the last tenth of the training.</summary>
    public const double StillFallingAbove = 0.01;

    /// <summary>
    /// The fraction by which the recorded cost fell over the last tenth of a run's records; negative when it rose. Null when there are
    /// fewer than ten records, or the earlier cost is not above zero.
    /// </summary>
    public static double? FallOverLastTenth(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var costs = run.Costs;
        if (costs.Length < 10)
        {
            return null;
        }

        var before = costs[^(1 + (costs.Length / 10))];
        return before > 0 && double.IsFinite(before) && double.IsFinite(costs[^1]) ? (before - costs[^1]) / before : null;
    }

    /// <summary>The mean of that fraction over a configuration's completed runs; null when no run has it.</summary>
    public static double? FallOverLastTenth(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var falls = configuration.Completed.Select(FallOverLastTenth).OfType<double>().ToImmutableArray();
        return falls.IsEmpty ? null : falls.Sum() / falls.Length;
    }
}
