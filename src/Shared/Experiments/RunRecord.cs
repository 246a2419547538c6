using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The complete record of one run of a past or present experiment.</summary>
/// <param name="Specification">The specification of the run.</param>
/// <param name="Trainable">The declaration of its trainable.</param>
/// <param name="State">Its state.</param>
/// <param name="Attempts">The number of times that the run was assigned to a worker.</param>
/// <param name="Result">Its result, if it completed or diverged.</param>
/// <param name="FailureReason">The reason of its failure, in one line; null unless it failed.</param>
/// <param name="Costs">The recorded costs: element i is the cost of step i * RecordEvery.</param>
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

    /// <summary>The confirmation that the run belongs to, from 1; 0 for a run of the search.</summary>
    public int Confirmation { get; init; }

    /// <summary>The value of a metric; null when the run has no value or the trainable does not declare the metric.</summary>
    public double? Metric(string name) => Result?.Metrics[Trainable.PlaceOf(name)];
}
