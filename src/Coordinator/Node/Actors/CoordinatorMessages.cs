using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>Coordinator to experiment: give work to a worker; answered by <see cref="WorkGiven"/>.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="WorkerActor">Where the assignment goes.</param>
/// <param name="Slots">The slots to provide for.</param>
/// <param name="AllSlots">The slots of all workers.</param>
internal sealed record GiveWork(WorkerId Worker, IActorRef WorkerActor, int Slots, int AllSlots);

/// <summary>Experiment to coordinator: what became of a <see cref="GiveWork"/>.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Count">The number of runs assigned.</param>
/// <param name="HasMore">Whether more runs wait.</param>
internal sealed record WorkGiven(ExperimentId ExperimentId, WorkerId Worker, int Count, bool HasMore);

/// <summary>Experiment to coordinator: runs wait.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Priority">The order it is served in.</param>
internal sealed record WorkWaits(ExperimentId ExperimentId, int Priority);

/// <summary>Process to coordinator: the run is interrupted, which workers that leave from now on leave for.</summary>
public sealed record Interrupting
{
    /// <summary>The one there is.</summary>
    public static Interrupting Instance { get; } = new();
}

/// <summary>Coordinator to experiments: a worker is gone; answered by <see cref="WorkerCleared"/>.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Cause">Whether it was lost or left, or the run is interrupted.</param>
internal sealed record WorkerGone(WorkerId Worker, RequeueCause Cause);

/// <summary>Experiment to coordinator: the journal says that the worker holds nothing of this experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Cause">The <see cref="WorkerGone"/>'s.</param>
internal sealed record WorkerCleared(ExperimentId ExperimentId, WorkerId Worker, RequeueCause Cause);

/// <summary>Coordinator to experiment: a worker lives and holds these runs.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="WorkerActor">Where a withdrawal goes.</param>
/// <param name="Held">What it holds of this experiment; may be empty.</param>
internal sealed record LeasesRenewed(WorkerId Worker, IActorRef WorkerActor, HeldRuns Held);

/// <summary>Coordinator to experiment: go on by yourself with what the journal has of you.</summary>
internal sealed record TakeUp
{
    /// <summary>The one there is.</summary>
    public static TakeUp Instance { get; } = new();
}

/// <summary>Experiment to coordinator: I have nothing to do; stop me, unless there is something for me after all.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record ExperimentIdle(ExperimentId ExperimentId);

/// <summary>Experiment to coordinator, just before its actor stops: why.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Reason">The reason, a clause for people.</param>
/// <param name="Remedy">What may help.</param>
internal sealed record ExperimentBroke(ExperimentId ExperimentId, string Reason, BreakRemedy Remedy);

/// <summary>Experiment to coordinator, once after its start: the journal has taken an event of it.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record ExperimentWrote(ExperimentId ExperimentId);

/// <summary>Experiment to coordinator, once it has read the journal: there is nothing of it.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record ExperimentUnknown(ExperimentId ExperimentId);

/// <summary>Coordinator to its process, on the event stream: the journal has been away for longer than it may be.</summary>
/// <param name="Reason">The last failure, a clause for people.</param>
public sealed record JournalGivenUp(string Reason);

/// <summary>What may help an experiment whose actor stopped.</summary>
internal enum BreakRemedy
{
    /// <summary>Time: the database is away.</summary>
    StartAgain,

    /// <summary>Another process's end: it holds the right to write.</summary>
    WaitForOthers,

    /// <summary>Nothing this process can do: its stream cannot be read.</summary>
    None,
}
