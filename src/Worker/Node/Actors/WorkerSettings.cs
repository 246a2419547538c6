using NNOptim.Protocol;
using NNOptim.Training;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>The settings of a <see cref="WorkerActor"/>.</summary>
/// <param name="Id">This incarnation of the worker.</param>
/// <param name="Rules">Its limits and intervals.</param>
/// <param name="Folder">The folder of datasets, and of updates that exceed the memory; created when needed.</param>
public sealed record WorkerSettings(WorkerId Id, WorkerRules Rules, string Folder)
{
    /// <summary>How often the worker registers again, renews its leases and resends unacknowledged updates.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long updates are collected before they are sent.</summary>
    public TimeSpan UpdateInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How often a long training reports its costs.</summary>
    public TimeSpan CostInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a long training sends a checkpoint.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The bytes of dataset files that stay in the folder when a worker starts: the limit of the largest dataset.</summary>
    public long MaxDatasetBytes { get; init; } = 1L << 30;

    /// <summary>Its trainables, by name.</summary>
    public TrainableSet Trainables { get; init; } = new([NetworkTrainable.Standard]);
}
