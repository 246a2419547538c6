using System.Collections.Immutable;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>The latest checkpoint of each run that the coordinator has not stored yet. A later one takes the place of an earlier.</summary>
/// <param name="worker">The worker that sends them.</param>
internal sealed class CheckpointUploads(WorkerId worker)
{
    private readonly Dictionary<(ExperimentId Experiment, RunAttempt Attempt), Upload> uploads = [];

    /// <summary>Whether every checkpoint is stored.</summary>
    public bool IsEmpty => uploads.Count == 0;

    /// <summary>Takes a checkpoint; gives the messages that carry it.</summary>
    public IEnumerable<StoreCheckpoint> Add(ExperimentId experiment, RunAttempt attempt, int epoch, ImmutableArray<byte> bytes, DateTimeOffset now)
    {
        uploads[(experiment, attempt)] = new Upload(epoch, bytes, now);
        return Parts(experiment, attempt, uploads[(experiment, attempt)]);
    }

    /// <summary>The checkpoint of an epoch, or a later one, is stored. Gives whether nothing is left to send.</summary>
    public bool Stored(ExperimentId experiment, RunAttempt attempt, int epoch) =>
        uploads.TryGetValue((experiment, attempt), out var upload) && upload.Epoch <= epoch && uploads.Remove((experiment, attempt));

    /// <summary>Forgets the checkpoint of a run.</summary>
    public void Forget(ExperimentId experiment, RunAttempt attempt) => uploads.Remove((experiment, attempt));

    /// <summary>The messages of the checkpoints that were sent before <paramref name="sentBefore"/>; counted as sent <paramref name="now"/>.</summary>
    public IReadOnlyList<StoreCheckpoint> TakeOverdue(DateTimeOffset sentBefore, DateTimeOffset now)
    {
        var messages = new List<StoreCheckpoint>();
        foreach (var (key, upload) in uploads.Where(pair => pair.Value.At < sentBefore || pair.Value.At > now).ToList())
        {
            uploads[key] = upload with { At = now };
            messages.AddRange(Parts(key.Experiment, key.Attempt, upload));
        }

        return messages;
    }

    private IEnumerable<StoreCheckpoint> Parts(ExperimentId experiment, RunAttempt attempt, Upload upload) =>
        Enumerable.Range(0, BinaryPart.CountOf(upload.Bytes.Length))
            .Select(index => new StoreCheckpoint(experiment, worker, attempt, upload.Epoch, BinaryPart.Of(upload.Bytes.AsSpan(), index)));

    private sealed record Upload(int Epoch, ImmutableArray<byte> Bytes, DateTimeOffset At);
}
