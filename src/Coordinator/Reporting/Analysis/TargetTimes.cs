using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// The epochs that the runs of a configuration trained to reach the target cost, the epoch that reached it included. A run that trained all
/// its epochs, diverged or failed before counts as later than all others. So the median is the product-limit estimate's (Kaplan and Meier,
/// Nonparametric estimation from incomplete observations, JASA 53, 1958).
/// </summary>
/// <param name="Reached">The number of runs that reached the target.</param>
/// <param name="Count">The number of ended runs.</param>
/// <param name="Budget">The epochs that each run might train.</param>
/// <param name="Median">The median in epochs; null when it is only known to be later than the budget, or no run ended.</param>
/// <param name="Earliest">The smallest number of epochs; null when no run reached the target.</param>
/// <param name="RestrictedMean">
/// The mean in epochs, where a run that did not reach the target counts as the budget (Royston and Parmar, Restricted mean survival time,
/// BMC Medical Research Methodology 13, 2013). Null when no run ended.
/// </param>
/// <param name="Interval">The 95% interval of the median; its ends may be infinite. Null with fewer than six ended runs, and when a seed has several runs,
/// which are not independent.</param>
public sealed record TargetTimes(
    int Reached, int Count, int Budget, double? Median, int? Earliest, double? RestrictedMean, MedianInterval? Interval)
{
    /// <summary>Summarises the ended runs of one configuration.</summary>
    /// <param name="runs">The runs, one or more, all with the same budget.</param>
    public static TargetTimes Of(ImmutableArray<RunRecord> runs)
    {
        var budget = runs[0].Specification.Budget;
        ImmutableArray<double> times = [.. runs.Where(Outcomes.HasEnded).Select(run => Epochs(run) ?? double.PositiveInfinity).Order()];
        var reached = times.Count(double.IsFinite);
        double? median = times.IsEmpty ? null : (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2;
        return new TargetTimes(
            reached,
            times.Length,
            budget,
            median is { } middle && double.IsFinite(middle) ? middle : null,
            reached > 0 ? (int)times[0] : null,
            times.IsEmpty ? null : times.Average(time => Math.Min(time, budget)),
            runs.DistinctBy(run => run.Specification.Seed).Count() < runs.Length ? null : MedianInterval.Compute(times));
    }

    /// <summary>The epochs that a run trained to reach the target; null when it did not.</summary>
    public static double? Epochs(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State is RunState.Completed or RunState.Diverged && run.Metric(KnownNames.EpochsToTarget) is { } epoch ? epoch + 1 : null;
    }
}
