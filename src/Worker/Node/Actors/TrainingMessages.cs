using System.Collections.Immutable;
using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>News from a training to its worker.</summary>
/// <param name="Job">The job.</param>
/// <param name="News">News of some of its runs; empty to say only that it goes on.</param>
internal sealed record TrainingNews(TrainingJob Job, ImmutableArray<RunReport> News);

/// <summary>A checkpoint from a training to its worker.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The run it is of.</param>
/// <param name="Epoch">The number of epochs trained.</param>
/// <param name="Bytes">What the engine wrote.</param>
internal sealed record TrainingCheckpoint(TrainingJob Job, RunAttempt Attempt, int Epoch, ImmutableArray<byte> Bytes);

/// <summary>A training ended: every run of the job has been reported on, or handed in.</summary>
/// <param name="Job">The job.</param>
internal sealed record TrainingEnded(TrainingJob Job);

/// <summary>Worker to training: tell your news, hand in checkpoints, and end.</summary>
internal sealed record HandIn
{
    /// <summary>The one there is.</summary>
    public static HandIn Instance { get; } = new();
}
