using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>Coordinator to experiment: assign runs to a worker; answered by <see cref="WorkAssigned"/>.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="WorkerActor">The receiver of the assignment.</param>
/// <param name="Slots">The slots to fill.</param>
/// <param name="AllSlots">The slots of all workers.</param>
internal sealed record AssignWork(WorkerId Worker, IActorRef WorkerActor, int Slots, int AllSlots);

/// <summary>Experiment to coordinator: the outcome of an <see cref="AssignWork"/>.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Count">The number of runs assigned.</param>
/// <param name="HasMore">Whether more runs are waiting.</param>
internal sealed record WorkAssigned(ExperimentId ExperimentId, WorkerId Worker, int Count, bool HasMore);

/// <summary>Experiment to coordinator: runs are waiting for workers.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Priority">The priority of the experiment.</param>
internal sealed record WorkAvailable(ExperimentId ExperimentId, int Priority);

/// <summary>Process to coordinator: the process is interrupted. This is the reason of workers that leave later.</summary>
public sealed record Interrupting
{
    /// <summary>The only instance.</summary>
    public static Interrupting Instance { get; } = new();
}

/// <summary>Coordinator to experiments: a worker was lost or leaves; answered by <see cref="WorkerRunsReleased"/>.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Cause">Whether it was lost, leaves, or is interrupted.</param>
internal sealed record WorkerRemoved(WorkerId Worker, RequeueCause Cause);

/// <summary>Experiment to coordinator: the journal records that the worker holds no runs of this experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Cause">The cause of the <see cref="WorkerRemoved"/>.</param>
internal sealed record WorkerRunsReleased(ExperimentId ExperimentId, WorkerId Worker, RequeueCause Cause);

/// <summary>Coordinator to experiment: a worker is alive and holds these runs.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="WorkerActor">The receiver of a withdrawal.</param>
/// <param name="Held">The runs of this experiment that it holds; may be empty.</param>
internal sealed record LeasesRenewed(WorkerId Worker, IActorRef WorkerActor, HeldRuns Held);

/// <summary>Coordinator to experiment: resume from the journal without a command.</summary>
internal sealed record ContinueRuns
{
    /// <summary>The only instance.</summary>
    public static ContinueRuns Instance { get; } = new();
}

/// <summary>Experiment to coordinator: I am idle; stop me unless messages are waiting for me.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record ExperimentIdle(ExperimentId ExperimentId);

/// <summary>Experiment to coordinator: why its actor is about to stop.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Reason">The reason, as a clause for people.</param>
/// <param name="Recovery">What the coordinator does next.</param>
internal sealed record ExperimentFailed(ExperimentId ExperimentId, string Reason, FailureRecovery Recovery);

/// <summary>Experiment to coordinator: the journal has stored an event. Sent once after each start.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record EventPersisted(ExperimentId ExperimentId);

/// <summary>Experiment to coordinator: the journal has no events of the experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record ExperimentUnknown(ExperimentId ExperimentId);

/// <summary>Coordinator to its process, on the event stream: the journal was unavailable for too long.</summary>
/// <param name="Reason">The last failure, as a clause for people.</param>
public sealed record JournalUnavailable(string Reason);

/// <summary>What the coordinator does about an experiment whose actor stopped.</summary>
internal enum FailureRecovery
{
    /// <summary>Restart the actor after a pause: the database is unavailable.</summary>
    Restart,

    /// <summary>Wait until the other process that holds the lock ends.</summary>
    WaitForOtherProcess,

    /// <summary>Nothing: the stream cannot be read.</summary>
    None,
}
