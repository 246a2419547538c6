using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>What a <see cref="WorkerActor"/> is started with.</summary>
/// <param name="Id">This incarnation of the worker.</param>
/// <param name="Rules">What it works by.</param>
/// <param name="Folder">The folder that keeps datasets, and news that is too much for the memory; made when needed.</param>
public sealed record WorkerSettings(WorkerId Id, WorkerRules Rules, string Folder)
{
    /// <summary>How often the worker registers again, renews its leases and looks for reports to send again.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long news is gathered before it is sent.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How often a long training tells of its costs.</summary>
    public TimeSpan CostInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a long training hands in a checkpoint.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The bytes of datasets' files that stay in the folder when a worker starts: as many as the largest dataset may have.</summary>
    public long MostDatasetBytes { get; init; } = 1L << 30;

    /// <summary>The training engine.</summary>
    public TrainingStarter Engine { get; init; } = StartOrRestore;

    private static ITraining StartOrRestore(
        IReadOnlyList<RunSpecification> runs, TrainingData data, byte[]? checkpoint, TimeProvider time) =>
        DelayedTraining.Of(runs, checkpoint is null ? Trainer.Start(runs, data, time) : Trainer.Restore(runs, data, checkpoint, time), time);
}
