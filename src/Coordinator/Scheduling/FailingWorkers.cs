using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// Tracks the workers on which attempt after attempt of an experiment fails, because of a full disk, a missing file or too little memory.
/// Such a worker fails quickly and asks for more, and so uses up the attempts of runs that other workers could train. It therefore rests
/// until a run ends well on it: for a second at first, then twice as long each time. Not thread-safe.
/// </summary>
internal sealed class FailingWorkers
{
    /// <summary>The failed attempts in a row that are tolerated. In some experiments every other run fails on any worker.</summary>
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

    /// <summary>Forgets all workers.</summary>
    public void Clear() => records.Clear();

    /// <summary>Whether a worker rests. It rests only while another worker does better.</summary>
    public bool Rests(WorkerId worker, IEnumerable<WorkerId> others, DateTimeOffset now) =>
        records.TryGetValue(worker, out var record) && now < record.RestsUntil
        && others.Any(other => other != worker && records.GetValueOrDefault(other).InARow < MostInARow);

    private readonly record struct Record(int InARow, TimeSpan Rest, DateTimeOffset RestsUntil);
}
