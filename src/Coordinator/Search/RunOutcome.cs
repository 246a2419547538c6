using NNOptim.Experiments;

namespace NNOptim.Search;

/// <summary>A run that has ended, as a search sees it.</summary>
/// <param name="Number">The run's number.</param>
/// <param name="State">How it ended.</param>
/// <param name="Metrics">Its metrics in the order of the declaration; none when it failed or was cancelled.</param>
public readonly record struct RunOutcome(int Number, RunState State, MetricValues Metrics);
