using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>An offer to an experiment: it may now assign runs to a worker.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Slots">The slots to fill.</param>
/// <param name="AllSlots">The slots of all workers.</param>
public sealed record WorkOffer(WorkerId Worker, ExperimentId Experiment, int Slots, int AllSlots);
