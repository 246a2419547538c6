using System.Collections.Immutable;
using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>An update from a training to its worker.</summary>
/// <param name="Job">The job.</param>
/// <param name="Updates">Updates on some of its runs; empty when it only continues.</param>
internal sealed record TrainingUpdate(TrainingJob Job, ImmutableArray<RunUpdate> Updates);

/// <summary>A checkpoint from a training to its worker.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt that it belongs to.</param>
/// <param name="Epoch">The number of epochs trained.</param>
/// <param name="Bytes">What the engine wrote.</param>
internal sealed record TrainingCheckpoint(TrainingJob Job, RunAttempt Attempt, int Epoch, ImmutableArray<byte> Bytes);

/// <summary>A training ended: it has reported or returned every run of the job.</summary>
/// <param name="Job">The job.</param>
internal sealed record TrainingEnded(TrainingJob Job);

/// <summary>Worker to training: send your updates and checkpoints, and end.</summary>
internal sealed record Finish
{
    /// <summary>The only instance.</summary>
    public static Finish Instance { get; } = new();
}
