using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// The workers on which attempt after attempt of an experiment fails: a full disk, a missing file, too little memory. Each fails
/// quickly, asks for more, and would so use up the attempts of runs that others can train; it rests, at first for a second and
/// for twice as long each time, until a run has ended well on it. Not thread-safe.
/// </summary>
internal sealed class FailingWorkers
{
    /// <summary>The attempts in a row that may fail on a worker: of some experiments every other run fails, wherever it is trained.</summary>
    public const int MostInARow = 8;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly Dictionary<WorkerId, Record> records = [];

    /// <summary>An attempt failed on a worker.</summary>
    public void Failed(WorkerId worker, DateTimeOffset now)
    {
        var record = records.GetValueOrDefault(worker);
        record = record with { InARow = record.InARow + 1 };
        if (record.InARow >= MostInARow && now >= record.RestsUntil)
        {
            var rest = record.Rest == TimeSpan.Zero ? ShortestRest : record.Rest * 2;
            rest = rest < LongestRest ? rest : LongestRest;
            record = record with { Rest = rest, RestsUntil = now + rest };
        }

        records[worker] = record;
    }

    /// <summary>A run ended on a worker, or the worker is gone.</summary>
    public void Forget(WorkerId worker) => records.Remove(worker);

    /// <summary>Forgets all.</summary>
    public void Clear() => records.Clear();

    /// <summary>Whether a worker rests, while one of others does better.</summary>
    public bool Rests(WorkerId worker, IEnumerable<WorkerId> others, DateTimeOffset now) =>
        records.TryGetValue(worker, out var record) && now < record.RestsUntil
        && others.Any(other => other != worker && records.GetValueOrDefault(other).InARow < MostInARow);

    private readonly record struct Record(int InARow, TimeSpan Rest, DateTimeOffset RestsUntil);
}
