using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Lifecycle;

namespace NNOptim.Coordinator.Actors;

/// <summary>What the coordinator is started with.</summary>
public sealed record CoordinatorSettings
{
    /// <summary>A run whose worker has not renewed its lease for so long is given to another worker.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What keeps other processes from writing the same streams; null where there can be none.</summary>
    public ExperimentLocks? Locks { get; init; }

    /// <summary>How often a run is tried.</summary>
    public RetryLimits RetryLimits { get; init; } = new();

    /// <summary>How often those who watch an experiment are told of its progress while it changes.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
