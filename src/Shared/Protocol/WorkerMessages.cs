using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>A message of the pull protocol between workers and the coordinator.</summary>
public interface IWorkerMessage : IProtocolMessage;

/// <summary>Worker to coordinator: here I am. Repeated until answered by <see cref="WorkerRegistered"/>.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Slots">How many trainings it runs at a time, 1 or more.</param>
/// <param name="ProtocolVersion">The protocol it speaks: <see cref="ProtocolVersion.Current"/>.</param>
/// <param name="ProgramVersion">The version of its program, for people.</param>
public sealed record RegisterWorker(WorkerId WorkerId, int Slots, int ProtocolVersion, string ProgramVersion = "") : IWorkerMessage;

/// <summary>Coordinator to worker: registered.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="LeaseDuration">A run whose lease is not renewed for this long is assigned to another worker.</param>
public sealed record WorkerRegistered(WorkerId WorkerId, TimeSpan LeaseDuration) : IWorkerMessage;

/// <summary>Coordinator to worker: not admitted, for example because it speaks another protocol.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record WorkerRefused(WorkerId WorkerId, string Reason) : IWorkerMessage;

/// <summary>
/// Worker to coordinator: I leave and give back the runs that I still hold. Every update was sent before this. Repeated until answered by
/// <see cref="WorkerReleased"/>.
/// </summary>
/// <param name="WorkerId">The worker's incarnation.</param>
public sealed record LeaveCoordinator(WorkerId WorkerId) : IWorkerMessage;

/// <summary>Coordinator to worker: you hold no runs any more.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
public sealed record WorkerReleased(WorkerId WorkerId) : IWorkerMessage;

/// <summary>Worker to coordinator: I have room for work. A later request replaces an earlier one.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Slots">The slots to fill, 1 or more.</param>
public sealed record RequestWork(WorkerId WorkerId, int Slots) : IWorkerMessage;

/// <summary>Worker to coordinator: I am alive and still hold these runs.</summary>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Held">The attempts held, by experiment.</param>
public sealed record RenewLeases(WorkerId WorkerId, ImmutableArray<HeldRuns> Held) : IWorkerMessage;

/// <summary>The attempts of one experiment that a worker holds.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempts">The attempts.</param>
public sealed record HeldRuns(ExperimentId ExperimentId, ImmutableArray<RunAttempt> Attempts);

/// <summary>Coordinator to worker: train these.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Dataset">The data of all of them.</param>
/// <param name="Runs">The runs, at most <see cref="MaxRuns"/>, all of one trainable.</param>
/// <param name="Metrics">The names of the metrics that results must hold, in order.</param>
public sealed record AssignRuns(
    ExperimentId ExperimentId,
    DatasetSpecification Dataset,
    ImmutableArray<AssignedRun> Runs,
    ImmutableArray<string> Metrics) : IWorkerMessage, IWithExperimentId
{
    /// <summary>The largest number of runs of one message: at about 200 bytes per run well below the frame limit.</summary>
    public const int MaxRuns = 256;
}

/// <summary>One run to train, with the number of its attempt.</summary>
/// <param name="Attempt">The attempt's number, from 1.</param>
/// <param name="Run">What to train; its dataset is the message's.</param>
/// <param name="CheckpointEpoch">The epochs trained at the run's stored checkpoint; 0 when it has none.</param>
/// <param name="Span">The span of the assignment in the experiment's trace; 0 when nobody traces.</param>
public sealed record AssignedRun(int Attempt, RunSpecification Run, int CheckpointEpoch = 0, ulong Span = 0)
{
    /// <summary>The run and attempt.</summary>
    public RunAttempt RunAttempt => new(Run.Number, Attempt);
}

/// <summary>Coordinator to worker: stop training these and forget them.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempts">The attempts.</param>
public sealed record WithdrawRuns(ExperimentId ExperimentId, ImmutableArray<RunAttempt> Attempts) : IWorkerMessage, IWithExperimentId;

/// <summary>Worker to coordinator: updates on runs. Resent until acknowledged.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Number">The worker's count of its updates, from 1; the acknowledgement names it.</param>
/// <param name="Runs">Updates on one or more runs.</param>
public sealed record UpdateRuns(
    ExperimentId ExperimentId,
    WorkerId WorkerId,
    long Number,
    ImmutableArray<RunUpdate> Runs) : IWorkerMessage, IWithExperimentId;

/// <summary>An update on one run: costs, and its end when it has ended.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="FirstIndex">The index of the first cost; index i is epoch i * record_every.</param>
/// <param name="Costs">Costs, finite; may be empty; at most <see cref="CostsRecorded.MaxCosts"/>.</param>
/// <param name="Result">The results of a run that completed or diverged with these costs.</param>
/// <param name="Failure">The error that ended the attempt, in one line.</param>
/// <param name="Span">The span of the training in the experiment's trace; 0 when nobody traces.</param>
public sealed record RunUpdate(
    RunAttempt Attempt,
    int FirstIndex,
    ImmutableArray<double> Costs,
    RunResult? Result = null,
    string? Failure = null,
    ulong Span = 0);

/// <summary>Coordinator to worker: an update is in the journal, or is obsolete, and can be forgotten.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Number">The update's number.</param>
public sealed record UpdateAcknowledged(ExperimentId ExperimentId, WorkerId WorkerId, long Number) : IWorkerMessage, IWithExperimentId;
