using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>An experiment whose turn it is to give work to a worker.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Slots">The slots to provide for.</param>
/// <param name="AllSlots">The slots of all workers.</param>
public sealed record WorkOffer(WorkerId Worker, ExperimentId Experiment, int Slots, int AllSlots);
