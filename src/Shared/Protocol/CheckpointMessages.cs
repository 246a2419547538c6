using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>
/// Worker to coordinator: a part of a checkpoint of a run. Once all parts are stored, the coordinator answers with <see
/// cref="CheckpointStored"/>. A worker that gets no answer sends its next checkpoint, which replaces this one.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Attempt">The attempt the checkpoint was taken in.</param>
/// <param name="Epoch">The number of epochs trained, 1 or more.</param>
/// <param name="Part">The part.</param>
public sealed record StoreCheckpoint(
    ExperimentId ExperimentId, WorkerId WorkerId, RunAttempt Attempt, int Epoch, BinaryPart Part) : IWorkerMessage, IWithRunId;

/// <summary>Coordinator to worker: the checkpoint is stored.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Epoch">The number of epochs trained.</param>
public sealed record CheckpointStored(ExperimentId ExperimentId, RunAttempt Attempt, int Epoch) : IWorkerMessage, IWithRunId;

/// <summary>Worker to coordinator: send me a part of a run's checkpoint; answered by <see cref="CheckpointPart"/>. Repeated until answered.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="WorkerId">The worker's incarnation.</param>
/// <param name="Attempt">The attempt that continues from it.</param>
/// <param name="Index">The part's index from 0.</param>
public sealed record RequestCheckpoint(
    ExperimentId ExperimentId, WorkerId WorkerId, RunAttempt Attempt, int Index) : IWorkerMessage, IWithRunId;

/// <summary>Coordinator to worker: a part of a run's checkpoint.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt that continues from it.</param>
/// <param name="Epoch">The number of epochs trained; 0, with an empty part, when there is no checkpoint.</param>
/// <param name="Part">The part.</param>
public sealed record CheckpointPart(ExperimentId ExperimentId, RunAttempt Attempt, int Epoch, BinaryPart Part) : IWorkerMessage, IWithRunId;

/// <summary>A run's latest checkpoint in the store, at most <see cref="MaxParts"/> parts. Extend-only.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Attempt">The attempt it was taken in.</param>
/// <param name="Epoch">The number of epochs trained.</param>
/// <param name="Bytes">What the training engine wrote.</param>
public sealed record RunCheckpoint(ExperimentId ExperimentId, RunAttempt Attempt, int Epoch, ImmutableArray<byte> Bytes) : IWithRunId
{
    /// <summary>The largest number of parts of a checkpoint: 256 MiB. A larger checkpoint is not saved.</summary>
    public const int MaxParts = 4096;
}
