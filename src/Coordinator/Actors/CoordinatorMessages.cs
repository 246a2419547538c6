using Akka.Actor;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

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
internal sealed record WorkGiven(ExperimentId ExperimentId, WorkerId Worker, int Count);

/// <summary>Experiment to coordinator: runs wait.</summary>
/// <param name="ExperimentId">The experiment.</param>
internal sealed record WorkWaits(ExperimentId ExperimentId);

/// <summary>Coordinator to experiments: a worker is gone.</summary>
/// <param name="Worker">The worker.</param>
internal sealed record WorkerGone(WorkerId Worker);

/// <summary>Coordinator to experiment: a worker lives and holds these runs.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="WorkerActor">Where a withdrawal goes.</param>
/// <param name="Held">What it holds of this experiment; may be empty.</param>
internal sealed record LeasesRenewed(WorkerId Worker, IActorRef WorkerActor, HeldRuns Held);
