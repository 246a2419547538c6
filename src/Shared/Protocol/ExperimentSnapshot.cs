using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>
/// An experiment's state after some of its events, in the snapshot store. Recovery replays the journal from here, which makes it fast for
/// experiments with many runs. The journal has all events too, so a snapshot may be deleted at any time.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Specification">Its resolved specification.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Paused">Whether it is paused.</param>
/// <param name="Ended">Whether it has ended.</param>
/// <param name="Runs">The status of each run; run n is at index n - 1.</param>
/// <param name="LastEvent">The sequence number of the last event included.</param>
public sealed record ExperimentSnapshot(
    ExperimentId ExperimentId,
    ExperimentSpecification Specification,
    DateTimeOffset SubmittedAt,
    int Priority,
    bool Paused,
    bool Ended,
    ImmutableArray<RunStatus> Runs,
    long LastEvent = 0) : IProtocolMessage, IWithExperimentId
{
    /// <summary>The proposed runs in order: those of a search and of confirmations. The runs of a grid follow from the specification.</summary>
    public ImmutableArray<RunProposal> Proposals { get; init; } = [];

    /// <summary>Whether no more runs will be proposed.</summary>
    public bool IsExhausted { get; init; } = true;

    /// <summary>The metrics of the runs with a result, by run number; kept only when a search needs them.</summary>
    public ImmutableSortedDictionary<int, MetricValues> Outcomes { get; init; } = ImmutableSortedDictionary<int, MetricValues>.Empty;

    /// <summary>Whether the runs have their scores. A snapshot from before confirmations has none.</summary>
    public bool HasScores { get; init; }

    /// <summary>The value of a constant prediction; see <see cref="RunScore"/>. Null when no run has reported it.</summary>
    public RunBaseline? Baseline { get; init; }
}

/// <summary>The value of a constant prediction that a run has reported.</summary>
/// <param name="Run">The run's number. Of several runs, the lowest: so it does not depend on the order in which runs end.</param>
/// <param name="Value">The value.</param>
public readonly record struct RunBaseline(int Run, double Value);
