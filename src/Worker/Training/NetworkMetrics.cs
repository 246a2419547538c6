using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training;

/// <summary>A metric of networks: its declaration, and the accessor of its value.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Value">Reads the value from a result; null when a run has no value.</param>
public sealed record NetworkMetric(Metric Declaration, Func<NetworkResult, double?> Value);

/// <summary>The metrics of a network. To add a metric, add a property to <see cref="NetworkResult"/> and a line here.</summary>
public static class NetworkMetrics
{
    /// <summary>All metrics, in the order of results.</summary>
    public static ImmutableArray<NetworkMetric> All { get; } =
    [
        new(new("final_cost", MetricGoal.Minimize, MetricFormat.Number, "The cost of the last epoch with a finite cost.") { Series = "cost", Summary = MetricSummary.Last, Baseline = "constant_cost" }, result => result.FinalCost),
        new(new("best_cost", MetricGoal.Minimize, MetricFormat.Number, "The least cost of any epoch.") { Series = "cost", Summary = MetricSummary.Best, Baseline = "constant_cost" }, result => result.BestCost),
        new(new("train_accuracy", MetricGoal.Maximize, MetricFormat.Percent, "The fraction of training examples classified rightly at the end."), result => result.TrainAccuracy),
        new(new("test_accuracy", MetricGoal.Maximize, MetricFormat.Percent, "The fraction of held-out examples classified rightly at the end.") { Examples = ExampleSet.Test }, result => result.TestAccuracy),
        new(new("epochs_to_target", MetricGoal.Minimize, MetricFormat.Count, "The first epoch whose cost is at or below the target."), result => result.EpochsToTarget),
        new(new("overshoot", MetricGoal.Minimize, MetricFormat.Number, "The largest rise of the cost above its running minimum."), result => result.Overshoot),
        new(new("best_epoch", MetricGoal.None, MetricFormat.Count, "The first epoch with the least cost."), result => result.BestEpoch),
        new(new("rise_count", MetricGoal.Minimize, MetricFormat.Count, "How many times the cost left its running minimum."), result => result.RiseCount),
        new(new("rise_area", MetricGoal.Minimize, MetricFormat.Number, "The sum over epochs of the cost's rise above its running minimum."), result => result.RiseArea),
    ];
}
