using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>Something that happened to an experiment: what the journal holds. Extend-only.</summary>
public interface IExperimentEvent : IWithExperimentId;

/// <summary>The experiment was accepted.</summary>
/// <param name="ExperimentId">The new experiment.</param>
/// <param name="Specification">The resolved specification.</param>
/// <param name="Environment">What it was submitted with.</param>
/// <param name="At">When.</param>
/// <param name="Priority">The order it is served in.</param>
/// <param name="By">Who submitted it; empty in journals that did not record it.</param>
public sealed record ExperimentSubmitted(
    ExperimentId ExperimentId,
    ExperimentSpecification Specification,
    ExperimentEnvironment Environment,
    DateTimeOffset At,
    int Priority = ExperimentPriority.Normal,
    string By = "") : IExperimentEvent;

/// <summary>Runs were given to a worker; written before the message leaves.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="WorkerId">The worker that holds the lease.</param>
/// <param name="Attempts">The runs with their new attempt numbers.</param>
/// <param name="At">When.</param>
public sealed record RunsAssigned(
    ExperimentId ExperimentId,
    WorkerId WorkerId,
    ImmutableArray<RunAttempt> Attempts,
    DateTimeOffset At) : IExperimentEvent;

/// <summary>More of a run's cost history became known.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that measured it.</param>
/// <param name="FirstIndex">The index of the first of these costs: index i is epoch i * record_every.</param>
/// <param name="Costs">The costs, finite, at most <see cref="MostCosts"/>.</param>
public sealed record CostsRecorded(
    ExperimentId ExperimentId,
    RunAttempt Attempt,
    int FirstIndex,
    ImmutableArray<double> Costs) : IExperimentEvent, IWithRunId
{
    /// <summary>The most costs of one message: 8 KB, far below the remote frame limit.</summary>
    public const int MostCosts = 1000;
}

/// <summary>A run trained to its end, or diverged; every recorded cost of it is in the journal.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that ended it.</param>
/// <param name="Result">Its figures.</param>
/// <param name="At">When.</param>
public sealed record RunCompleted(
    ExperimentId ExperimentId,
    RunAttempt Attempt,
    RunResult Result,
    DateTimeOffset At) : IExperimentEvent, IWithRunId;

/// <summary>An attempt ended by an error.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Reason">The error in one line.</param>
/// <param name="Final">Whether the run has failed for good; otherwise it waits for another attempt.</param>
/// <param name="At">When.</param>
public sealed record RunFailed(
    ExperimentId ExperimentId,
    RunAttempt Attempt,
    string Reason,
    bool Final,
    DateTimeOffset At) : IExperimentEvent, IWithRunId;

/// <summary>Why a run came back without a result.</summary>
public enum RequeueCause
{
    /// <summary>The worker died, or its lease lapsed.</summary>
    WorkerLost,

    /// <summary>The worker gave the run back.</summary>
    WorkerLeft,

    /// <summary>The experiment was interrupted, or its coordinator was.</summary>
    Interrupted,
}

/// <summary>Runs went back to the queue.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempts">The attempts given up.</param>
/// <param name="Cause">Why.</param>
/// <param name="At">When.</param>
public sealed record RunsRequeued(
    ExperimentId ExperimentId,
    ImmutableArray<RunAttempt> Attempts,
    RequeueCause Cause,
    DateTimeOffset At) : IExperimentEvent;

/// <summary>Every run has ended.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When.</param>
public sealed record ExperimentEnded(ExperimentId ExperimentId, DateTimeOffset At) : IExperimentEvent;

/// <summary>No more runs are given out until the experiment is resumed.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record ExperimentPaused(ExperimentId ExperimentId, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>Runs are given out again.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record ExperimentResumed(ExperimentId ExperimentId, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>Every run that had not ended was given up.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record ExperimentCancelled(ExperimentId ExperimentId, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>Runs that had failed, or that a cancellation gave up, wait again.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Runs">Their numbers.</param>
/// <param name="At">When.</param>
/// <param name="By">Who asked; empty in journals that did not record it.</param>
public sealed record RunsRetried(ExperimentId ExperimentId, ImmutableArray<int> Runs, DateTimeOffset At, string By = "") : IExperimentEvent;

/// <summary>The experiment is served in another order.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Priority">The new priority.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record PriorityChanged(ExperimentId ExperimentId, int Priority, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>A checkpoint of a run is in the store; another attempt can go on from it.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that took it.</param>
/// <param name="Epoch">The number of epochs trained, 1 or more.</param>
/// <param name="At">When.</param>
public sealed record RunCheckpointed(ExperimentId ExperimentId, RunAttempt Attempt, int Epoch, DateTimeOffset At) : IExperimentEvent, IWithRunId;
