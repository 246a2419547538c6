using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>All that is known of one run of a past or present experiment.</summary>
/// <param name="Point">Its place in the grid.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was given to a worker.</param>
/// <param name="Result">Its figures once it completed or diverged.</param>
/// <param name="FailureReason">Why it failed, in one line; null unless it failed.</param>
/// <param name="Costs">The recorded costs: element i is that of epoch i * RecordEvery.</param>
public sealed record RunRecord(
    GridPoint Point,
    RunState State,
    int Attempts,
    RunResult? Result,
    string? FailureReason,
    ImmutableArray<double> Costs)
{
    /// <summary>The run's number in its grid, from 1.</summary>
    public int Number => Point.Run.Number;
}
