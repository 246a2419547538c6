using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The complete record of one run of a past or present experiment.</summary>
/// <param name="Specification">What it trains.</param>
/// <param name="Trainable">The declaration of what it trains.</param>
/// <param name="State">Its state.</param>
/// <param name="Attempts">How often it was assigned to a worker.</param>
/// <param name="Result">Its result when it completed or diverged.</param>
/// <param name="FailureReason">Why it failed, in one line; null unless it failed.</param>
/// <param name="Costs">The recorded costs: element i is that of step i * RecordEvery.</param>
public sealed record RunRecord(
    RunSpecification Specification,
    Trainable Trainable,
    RunState State,
    int Attempts,
    RunResult? Result,
    string? FailureReason,
    ImmutableArray<double> Costs)
{
    /// <summary>The run's number in its experiment, from 1.</summary>
    public int Number => Specification.Number;

    /// <summary>The value of a metric; null when the run has none or its trainable does not declare it.</summary>
    public double? Metric(string name) => Result?.Metrics[Trainable.PlaceOf(name)];
}
