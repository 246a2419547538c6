using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

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
    ImmutableArray<RunStatus> Runs,
    long LastEvent = 0) : IProtocolMessage, IWithExperimentId;
