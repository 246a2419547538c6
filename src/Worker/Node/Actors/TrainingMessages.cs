using System.Collections.Immutable;
using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>An update from a training to its worker.</summary>
/// <param name="Job">The job.</param>
/// <param name="News">Updates on some of its runs; empty when it only continues.</param>
internal sealed record TrainingNews(TrainingJob Job, ImmutableArray<RunReport> News);

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
internal sealed record HandIn
{
    /// <summary>The only instance.</summary>
    public static HandIn Instance { get; } = new();
}
