using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>The status of one run of an experiment.</summary>
/// <param name="State">Its state.</param>
/// <param name="Attempts">How often it was assigned.</param>
/// <param name="Failures">How many attempts ended with an error.</param>
/// <param name="WorkersLost">How many attempts ended with the loss of their worker.</param>
/// <param name="CostCount">How many of its costs are in the journal.</param>
/// <param name="CheckpointEpoch">The epochs trained at its latest stored checkpoint; 0 when there is none.</param>
/// <param name="Worker">The worker that holds it; null unless it is running.</param>
public sealed record RunStatus(
    RunState State,
    int Attempts,
    int Failures,
    int WorkersLost,
    int CostCount,
    int CheckpointEpoch = 0,
    WorkerId? Worker = null)
{
    /// <summary>A run that was never assigned.</summary>
    public static RunStatus New { get; } = new(RunState.Pending, 0, 0, 0, 0);

    /// <summary>Its score (<see cref="RunScore"/>); NaN unless it has a result with a score.</summary>
    public double Score { get; init; } = double.NaN;

    /// <summary>
    /// Whether the run may have crashed its workers. It is then tried after the others and alone, so that no other run is lost
    /// with it.
    /// </summary>
    public bool IsSuspect => WorkersLost >= 2;

    /// <summary>Whether the run has ended in any way.</summary>
    public bool HasEnded => State is RunState.Completed or RunState.Diverged or RunState.Failed or RunState.Cancelled;
}
