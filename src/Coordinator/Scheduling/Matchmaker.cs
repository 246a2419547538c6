using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// Matches workers with experiments that have work: the highest priority first, and among equals the experiment that has waited longest.
/// Also tracks which workers are alive. No actor, no clock, no I/O. Not thread-safe.
/// </summary>
public sealed class Matchmaker
{
    /// <summary>The number of departed workers to remember. Messages are late by seconds, not by days.</summary>
    private const int MaxDeparted = 1000;

    private readonly Dictionary<WorkerId, Entry> workers = [];
    private readonly HashSet<WorkerId> requesting = [];
    private readonly Dictionary<ExperimentId, Turn> withWork = [];
    private readonly HashSet<WorkerId> departed = [];
    private readonly Queue<WorkerId> departedInOrder = new();
    private int slots;
    private long turns;

    /// <summary>The workers, by id.</summary>
    public IEnumerable<WorkerSummary> Workers => workers.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal).Select(pair =>
        new WorkerSummary(pair.Key, pair.Value.Slots, pair.Value.Held, pair.Value.ProgramVersion, pair.Value.RegisteredAt, pair.Value.LastHeardAt));

    /// <summary>Whether a worker is registered.</summary>
    public bool IsRegistered(WorkerId worker) => workers.ContainsKey(worker);

    /// <summary>
    /// Registers a worker, or records a heartbeat. Returns whether it is new. A worker that has left is not registered again: its
    /// message was late, and it would not accept work.
    /// </summary>
    public bool Register(RegisterWorker registration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registration);
        if (departed.Contains(registration.WorkerId))
        {
            return false;
        }

        if (workers.TryGetValue(registration.WorkerId, out var known))
        {
            known.RecordHeartbeat(now);
            return false;
        }

        workers.Add(registration.WorkerId, new Entry(registration.Slots, registration.ProgramVersion, now));
        slots += registration.Slots;
        return true;
    }

    /// <summary>Records that a worker is alive and holds this many runs.</summary>
    public void RecordHeartbeat(WorkerId worker, int held, DateTimeOffset now)
    {
        if (workers.TryGetValue(worker, out var entry))
        {
            entry.RecordHeartbeat(now);
            entry.Held = held;
        }
    }

    /// <summary>
    /// Records a worker's request for work, which replaces its earlier request. Ignores unknown workers: they must register first.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="wanted">The slots to fill.</param>
    public void Request(WorkerId worker, int wanted)
    {
        if (workers.TryGetValue(worker, out var entry))
        {
            entry.Wanted = wanted;
            UpdateRequesting(worker, entry);
        }
    }

    /// <summary>Records that the connection to some workers broke. They are removed unless a heartbeat arrives soon.</summary>
    public void MarkDisconnected(Func<WorkerId, bool> which, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(which);
        foreach (var (_, entry) in workers.Where(pair => which(pair.Key)))
        {
            entry.DisconnectedAt ??= now;
        }
    }

    /// <summary>Records that the coordinator received no messages for some time. This time does not count against workers.</summary>
    public void AddDowntime(TimeSpan downtime, DateTimeOffset now)
    {
        if (downtime > TimeSpan.Zero)
        {
            foreach (var entry in workers.Values)
            {
                entry.AddDowntime(downtime, now);
            }
        }
    }

    /// <summary>Removes the workers without a recent heartbeat, and returns them.</summary>
    /// <param name="now">The time.</param>
    /// <param name="timeout">The longest time without a heartbeat.</param>
    /// <param name="disconnectedTimeout">The longest time without a heartbeat after the connection broke.</param>
    public IReadOnlyList<WorkerId> RemoveLost(DateTimeOffset now, TimeSpan timeout, TimeSpan disconnectedTimeout)
    {
        var lost = workers
            .Where(pair => now - pair.Value.LastHeardAt > timeout || now - pair.Value.DisconnectedAt > disconnectedTimeout)
            .Select(pair => pair.Key)
            .ToList();
        lost.ForEach(worker => Remove(worker));
        return lost;
    }

    /// <summary>Removes a worker that leaves for good. Returns whether it was registered.</summary>
    public bool Leave(WorkerId worker)
    {
        if (departed.Add(worker))
        {
            departedInOrder.Enqueue(worker);
            if (departedInOrder.Count > MaxDeparted)
            {
                departed.Remove(departedInOrder.Dequeue());
            }
        }

        return Remove(worker);
    }

    /// <summary>Records that an experiment has runs to assign.</summary>
    public void AddWork(ExperimentId experiment, int priority)
    {
        if (!withWork.TryGetValue(experiment, out var turn))
        {
            withWork.Add(experiment, new Turn(turns++) { Priority = priority });
        }
        else
        {
            turn.Priority = priority;
        }
    }

    /// <summary>Records the outcome of an offer.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="count">The number of runs assigned.</param>
    /// <param name="hasMore">Whether the experiment has more runs to assign.</param>
    public void RecordAssignment(ExperimentId experiment, WorkerId worker, int count, bool hasMore)
    {
        if (workers.TryGetValue(worker, out var entry) && entry.Offered == experiment)
        {
            entry.Offered = null;
            // An experiment that has more work but assigned none delays this worker. The worker requests again.
            entry.Wanted = count > 0 || hasMore ? 0 : entry.Wanted;
            UpdateRequesting(worker, entry);
        }

        if (!hasMore)
        {
            withWork.Remove(experiment);
        }
    }

    /// <summary>Removes an experiment that has no more work. Its unanswered offers are void.</summary>
    public void Forget(ExperimentId experiment)
    {
        withWork.Remove(experiment);
        foreach (var (worker, entry) in workers.Where(pair => pair.Value.Offered == experiment))
        {
            entry.Offered = null;
            UpdateRequesting(worker, entry);
        }
    }

    /// <summary>The offers to make now: one to each worker that wants work and has no open offer.</summary>
    public IReadOnlyList<WorkOffer> Match()
    {
        var offers = new List<WorkOffer>();
        if (withWork.Count == 0)
        {
            return offers;
        }

        foreach (var id in requesting)
        {
            var worker = workers[id];
            var (experiment, turn) = withWork.MaxBy(pair => (pair.Value.Priority, -pair.Value.Last));
            turn.Last = turns++;
            worker.Offered = experiment;
            offers.Add(new WorkOffer(id, experiment, worker.Wanted, slots));
        }

        requesting.Clear();
        return offers;
    }

    /// <summary>Updates the set of workers that want work and have no open offer, so that a match does not visit the others.</summary>
    private void UpdateRequesting(WorkerId worker, Entry entry)
    {
        if (entry is { Wanted: > 0, Offered: null })
        {
            requesting.Add(worker);
        }
        else
        {
            requesting.Remove(worker);
        }
    }

    private bool Remove(WorkerId worker)
    {
        requesting.Remove(worker);
        var known = workers.Remove(worker, out var entry);
        slots -= entry?.Slots ?? 0;
        return known;
    }

    private sealed class Entry(int slots, string programVersion, DateTimeOffset now)
    {
        public int Slots { get; } = slots;

        public string ProgramVersion { get; } = programVersion;

        public DateTimeOffset RegisteredAt { get; } = now;

        public DateTimeOffset LastHeardAt { get; private set; } = now;

        public DateTimeOffset? DisconnectedAt { get; set; }

        public int Held { get; set; }

        public int Wanted { get; set; }

        public ExperimentId? Offered { get; set; }

        public void AddDowntime(TimeSpan downtime, DateTimeOffset now)
        {
            LastHeardAt = LastHeardAt + downtime < now ? LastHeardAt + downtime : now;
            DisconnectedAt += downtime;
        }

        public void RecordHeartbeat(DateTimeOffset now)
        {
            LastHeardAt = now;
            DisconnectedAt = null;
        }
    }

    private sealed class Turn(long last)
    {
        public int Priority { get; set; }

        public long Last { get; set; } = last;
    }
}
