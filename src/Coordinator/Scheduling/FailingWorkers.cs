using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// Tracks the workers on which attempt after attempt of an experiment fails, because of a full disk, a missing file or too little memory.
/// Such a worker fails quickly and requests more, and so uses up the attempts of runs that other workers could train. It is therefore paused
/// until a run completes on it: for a second at first, then twice as long each time. Not thread-safe.
/// </summary>
internal sealed class FailingWorkers
{
    /// <summary>The consecutive failed attempts that cause a pause. In some experiments every other run fails on any worker.</summary>
    public const int MaxConsecutiveFailures = 8;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<WorkerId, Record> records = [];

    /// <summary>Records that an attempt failed on a worker.</summary>
    public void RecordFailure(WorkerId worker, DateTimeOffset now)
    {
        var record = records.GetValueOrDefault(worker);
        record = record with { ConsecutiveFailures = record.ConsecutiveFailures + 1 };
        if (record.ConsecutiveFailures >= MaxConsecutiveFailures && now >= record.PausedUntil)
        {
            var pause = record.Pause == TimeSpan.Zero ? ShortestPause : record.Pause * 2;
            pause = pause < LongestPause ? pause : LongestPause;
            record = record with { Pause = pause, PausedUntil = now + pause };
        }

        records[worker] = record;
    }

    /// <summary>Forgets the failures of a worker: a run completed on it, or the worker is gone.</summary>
    public void Forget(WorkerId worker) => records.Remove(worker);

    /// <summary>Forgets all workers.</summary>
    public void Clear() => records.Clear();

    /// <summary>Whether a worker is paused. It is paused only while another worker does better.</summary>
    public bool IsPaused(WorkerId worker, IEnumerable<WorkerId> others, DateTimeOffset now) =>
        records.TryGetValue(worker, out var record) && now < record.PausedUntil
        && others.Any(other => other != worker && records.GetValueOrDefault(other).ConsecutiveFailures < MaxConsecutiveFailures);

    private readonly record struct Record(int ConsecutiveFailures, TimeSpan Pause, DateTimeOffset PausedUntil);
}
