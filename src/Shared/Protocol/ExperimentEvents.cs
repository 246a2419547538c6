using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>Something that happened to an experiment. The journal stores these events. Extend-only.</summary>
public interface IExperimentEvent : IWithExperimentId;

/// <summary>The experiment was accepted.</summary>
/// <param name="ExperimentId">The new experiment.</param>
/// <param name="Specification">The resolved specification.</param>
/// <param name="Environment">The environment it was submitted from.</param>
/// <param name="At">When.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="By">Who submitted it, empty when unknown.</param>
public sealed record ExperimentSubmitted(
    ExperimentId ExperimentId,
    ExperimentSpecification Specification,
    ExperimentEnvironment Environment,
    DateTimeOffset At,
    int Priority = ExperimentPriority.Normal,
    string By = "") : IExperimentEvent;

/// <summary>
/// A search or a confirmation proposed runs. Written before any of them is assigned, so that a replay neither searches nor chooses again.
/// The runs of a grid's search need no such event: they follow from its submission.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Runs">The runs, numbered after those proposed before; may be empty when the search is exhausted.</param>
/// <param name="IsLast">Whether the search is exhausted.</param>
/// <param name="At">When.</param>
public sealed record RunsProposed(
    ExperimentId ExperimentId,
    ImmutableArray<RunProposal> Runs,
    bool IsLast,
    DateTimeOffset At) : IExperimentEvent
{
    /// <summary>The confirmation that these runs are; null for runs of the search.</summary>
    public ConfirmationSpecification? Confirmation { get; init; }

    /// <summary>Who asked for the confirmation, empty when unknown; null when it follows from the specification or the search.</summary>
    public string? By { get; init; }
}

/// <summary>Runs were assigned to a worker. Written before the message leaves.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="WorkerId">The worker that holds the lease.</param>
/// <param name="Attempts">The runs with their new attempt numbers.</param>
/// <param name="At">When.</param>
public sealed record RunsAssigned(
    ExperimentId ExperimentId,
    WorkerId WorkerId,
    ImmutableArray<RunAttempt> Attempts,
    DateTimeOffset At) : IExperimentEvent;

/// <summary>A worker reported more of a run's costs.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that measured it.</param>
/// <param name="FirstIndex">The index of the first of these costs; index i is epoch i * record_every.</param>
/// <param name="Costs">The costs, finite, at most <see cref="MaxCosts"/>.</param>
public sealed record CostsRecorded(
    ExperimentId ExperimentId,
    RunAttempt Attempt,
    int FirstIndex,
    ImmutableArray<double> Costs) : IExperimentEvent, IWithRunId
{
    /// <summary>The largest number of costs of one message: 8 KB, far below the frame limit.</summary>
    public const int MaxCosts = 1000;
}

/// <summary>A run completed or diverged. Every recorded cost of it is in the journal.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that ended it.</param>
/// <param name="Result">Its results.</param>
/// <param name="At">When.</param>
public sealed record RunCompleted(
    ExperimentId ExperimentId,
    RunAttempt Attempt,
    RunResult Result,
    DateTimeOffset At) : IExperimentEvent, IWithRunId;

/// <summary>An attempt ended with an error.</summary>
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

/// <summary>Why a run was requeued without a result.</summary>
public enum RequeueCause
{
    /// <summary>The worker was lost: its process ended, or its lease expired.</summary>
    WorkerLost,

    /// <summary>The worker gave the run back.</summary>
    WorkerLeft,

    /// <summary>The experiment or its coordinator was interrupted.</summary>
    Interrupted,
}

/// <summary>Runs went back to the queue.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempts">The attempts that are void.</param>
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

/// <summary>The experiment was paused: no runs are assigned until it is resumed.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record ExperimentPaused(ExperimentId ExperimentId, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>The experiment was resumed.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record ExperimentResumed(ExperimentId ExperimentId, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>Every run that had not ended was cancelled.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record ExperimentCancelled(ExperimentId ExperimentId, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>Runs that had failed or were cancelled wait again.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Runs">Their numbers.</param>
/// <param name="At">When.</param>
/// <param name="By">Who asked, empty when unknown.</param>
public sealed record RunsRetried(ExperimentId ExperimentId, ImmutableArray<int> Runs, DateTimeOffset At, string By = "") : IExperimentEvent;

/// <summary>The experiment's priority changed.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Priority">The new priority.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
public sealed record PriorityChanged(ExperimentId ExperimentId, int Priority, string By, DateTimeOffset At) : IExperimentEvent;

/// <summary>A checkpoint of a run is in the store; another attempt can continue from it.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that took it.</param>
/// <param name="Epoch">The number of epochs trained, 1 or more.</param>
/// <param name="At">When.</param>
public sealed record RunCheckpointed(ExperimentId ExperimentId, RunAttempt Attempt, int Epoch, DateTimeOffset At) : IExperimentEvent, IWithRunId;
