using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// Uploads the latest checkpoint of each run. A large one is sent in several batches, so that it does not delay the heartbeats. No later
/// checkpoint replaces it until all of it is sent. A checkpoint that is too large is not saved.
/// </summary>
/// <param name="worker">The worker that sends them.</param>
internal sealed class CheckpointUploads(WorkerId worker)
{
    /// <summary>The largest number of parts in one batch: 16 MiB.</summary>
    public const int PartsALot = 256;

    private readonly Dictionary<(ExperimentId Experiment, RunAttempt Attempt), Upload> uploads = [];

    /// <summary>Whether every checkpoint is stored.</summary>
    public bool IsEmpty => uploads.Count == 0;

    /// <summary>Accepts a checkpoint. Returns the messages to send now.</summary>
    public IReadOnlyList<StoreCheckpoint> Add(ExperimentId experiment, RunAttempt attempt, int epoch, ImmutableArray<byte> bytes, DateTimeOffset now)
    {
        var key = (experiment, attempt);
        var isUnderWay = uploads.TryGetValue(key, out var earlier) && !earlier.IsSent;
        return isUnderWay || BinaryPart.CountOf(bytes.Length) > RunCheckpoint.MaxParts ? [] : Send(key, new Upload(epoch, bytes, 0, now), now);
    }

    /// <summary>The checkpoint of an epoch, or a later one, is stored. Returns whether nothing remains to send.</summary>
    public bool Stored(ExperimentId experiment, RunAttempt attempt, int epoch) =>
        uploads.TryGetValue((experiment, attempt), out var upload) && upload.Epoch <= epoch && uploads.Remove((experiment, attempt));

    /// <summary>Forgets the checkpoint of a run.</summary>
    public void Forget(ExperimentId experiment, RunAttempt attempt) => uploads.Remove((experiment, attempt));

    /// <summary>
    /// The messages to send now: the next batches, and again the checkpoints that were sent before <paramref name="sentBefore"/>.
    /// </summary>
    public IReadOnlyList<StoreCheckpoint> TakeNext(DateTimeOffset sentBefore, DateTimeOffset now)
    {
        var messages = new List<StoreCheckpoint>();
        foreach (var (key, upload) in uploads.ToList())
        {
            if (!upload.IsSent)
            {
                messages.AddRange(Send(key, upload, now));
            }
            else if (upload.At < sentBefore || upload.At > now)
            {
                messages.AddRange(Send(key, upload with { Sent = 0 }, now));
            }
        }

        return messages;
    }

    private List<StoreCheckpoint> Send((ExperimentId Experiment, RunAttempt Attempt) key, Upload upload, DateTimeOffset now)
    {
        var lot = Math.Min(PartsALot, upload.Parts - upload.Sent);
        uploads[key] = upload with { Sent = upload.Sent + lot, At = now };
        return
        [
            .. Enumerable.Range(upload.Sent, lot).Select(index =>
                new StoreCheckpoint(key.Experiment, worker, key.Attempt, upload.Epoch, BinaryPart.Cut(upload.Bytes.AsSpan(), index))),
        ];
    }

    private sealed record Upload(int Epoch, ImmutableArray<byte> Bytes, int Sent, DateTimeOffset At)
    {
        public int Parts => BinaryPart.CountOf(Bytes.Length);

        public bool IsSent => Sent == Parts;
    }
}
