using System.Collections.Immutable;
using NNOptim.Shared.Experiments;

namespace NNOptim.Shared.Protocol;

/// <summary>
/// What an experiment's events up to one of them amount to, in the snapshot store: from here the journal is read on, so that an
/// experiment of many runs is soon back. The journal has all of it too; a snapshot may be deleted at any time.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Specification">Its resolved specification.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Priority">The order it is served in.</param>
/// <param name="Paused">Whether it is paused.</param>
/// <param name="Ended">Whether it has ended.</param>
/// <param name="Runs">Where each run stands; the run numbered n stands at n - 1.</param>
/// <param name="LastEvent">The sequence number of the last event it holds; 0 in stores that did not record it.</param>
public sealed record ExperimentSnapshot(
    ExperimentId ExperimentId,
    ExperimentSpecification Specification,
    DateTimeOffset SubmittedAt,
    int Priority,
    bool Paused,
    bool Ended,
    ImmutableArray<RunSnapshot> Runs,
    long LastEvent = 0) : IProtocolMessage, IWithExperimentId;

/// <summary>Where one run stands.</summary>
/// <param name="State">Its state.</param>
/// <param name="Attempts">How often it was assigned.</param>
/// <param name="Failures">How many attempts ended by an error.</param>
/// <param name="WorkersLost">How many attempts ended with their worker's death.</param>
/// <param name="CostCount">How many of its costs are in the journal.</param>
/// <param name="CheckpointEpoch">The epochs trained at its latest stored checkpoint; 0 when there is none.</param>
/// <param name="Worker">The worker that holds it; null unless it is running.</param>
public sealed record RunSnapshot(
    RunState State, int Attempts, int Failures, int WorkersLost, int CostCount, int CheckpointEpoch, WorkerId? Worker);
