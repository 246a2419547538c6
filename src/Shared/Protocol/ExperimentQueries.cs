using NNOptim.Shared.Experiments;

namespace NNOptim.Shared.Protocol;

/// <summary>Ask to be sent an <see cref="ExperimentProgress"/> now and whenever it changes.</summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record WatchExperiment(ExperimentId ExperimentId) : IWithExperimentId;

/// <summary>How many runs stand where.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Total">Runs of the grid.</param>
/// <param name="Running">With workers.</param>
/// <param name="Completed">Trained to the end.</param>
/// <param name="Diverged">Ended by divergence.</param>
/// <param name="Failed">Failed for good.</param>
public sealed record ExperimentProgress(
    ExperimentId ExperimentId,
    int Total,
    int Running,
    int Completed,
    int Diverged,
    int Failed) : IWithExperimentId
{
    /// <summary>Runs that have ended, however.</summary>
    public int Ended => Completed + Diverged + Failed;

    /// <summary>Whether every run has ended.</summary>
    public bool AllEnded => Ended == Total;
}
