using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// Matches workers with experiments that have work: the highest priority first, and among equals the experiment that has waited longest.
/// Also tracks which workers are alive. No actor, no clock, no I/O. Not thread-safe.
/// </summary>
public sealed class Matchmaker
{
    /// <summary>The number of departed workers that are remembered. Messages are late by seconds, not by days.</summary>
    private const int MostRemembered = 1000;

    private readonly Dictionary<WorkerId, Entry> workers = [];
    private readonly HashSet<WorkerId> asking = [];
    private readonly Dictionary<ExperimentId, Turn> withWork = [];
    private readonly HashSet<WorkerId> left = [];
    private readonly Queue<WorkerId> leftInOrder = new();
    private int slots;
    private long turns;

    /// <summary>The workers, by id.</summary>
    public IEnumerable<WorkerSummary> Workers => workers.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal).Select(pair =>
        new WorkerSummary(pair.Key, pair.Value.Slots, pair.Value.Held, pair.Value.ProgramVersion, pair.Value.RegisteredAt, pair.Value.LastHeardAt));

    /// <summary>Whether a worker is registered.</summary>
    public bool Knows(WorkerId worker) => workers.ContainsKey(worker);

    /// <summary>
    /// Registers a worker, or records that it was heard. Returns whether it is new. A worker that has left is not registered again: its
    /// message was late, and it would not accept work.
    /// </summary>
    public bool Register(RegisterWorker registration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registration);
        if (left.Contains(registration.WorkerId))
        {
            return false;
        }

        if (workers.TryGetValue(registration.WorkerId, out var known))
        {
            known.Hear(now);
            return false;
        }

        workers.Add(registration.WorkerId, new Entry(registration.Slots, registration.ProgramVersion, now));
        slots += registration.Slots;
        return true;
    }

    /// <summary>A worker is alive and holds this many runs.</summary>
    public void Hear(WorkerId worker, int held, DateTimeOffset now)
    {
        if (workers.TryGetValue(worker, out var entry))
        {
            entry.Hear(now);
            entry.Held = held;
        }
    }

    /// <summary>
    /// A worker asks for work; this replaces its earlier request. Requests of unknown workers are ignored: they must register first.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="wanted">The slots to fill.</param>
    public void Request(WorkerId worker, int wanted)
    {
        if (workers.TryGetValue(worker, out var entry))
        {
            entry.Wanted = wanted;
            ShowIfAsking(worker, entry);
        }
    }

    /// <summary>The connection to some workers broke. They are removed unless they are heard again soon.</summary>
    public void Suspect(Func<WorkerId, bool> which, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(which);
        foreach (var (_, entry) in workers.Where(pair => which(pair.Key)))
        {
            entry.SuspectSince ??= now;
        }
    }

    /// <summary>The coordinator could not receive messages for some time. This time does not count as silence.</summary>
    public void Excuse(TimeSpan deafness, DateTimeOffset now)
    {
        if (deafness > TimeSpan.Zero)
        {
            foreach (var entry in workers.Values)
            {
                entry.Excuse(deafness, now);
            }
        }
    }

    /// <summary>Removes the workers that were silent for too long, and returns them.</summary>
    /// <param name="now">The time.</param>
    /// <param name="silence">How long a worker may be silent.</param>
    /// <param name="suspicion">How long it may be silent after its connection broke.</param>
    public IReadOnlyList<WorkerId> RemoveSilent(DateTimeOffset now, TimeSpan silence, TimeSpan suspicion)
    {
        var silent = workers
            .Where(pair => now - pair.Value.LastHeardAt > silence || now - pair.Value.SuspectSince > suspicion)
            .Select(pair => pair.Key)
            .ToList();
        silent.ForEach(worker => Remove(worker));
        return silent;
    }

    /// <summary>A worker leaves for good. Returns whether it was registered.</summary>
    public bool Leave(WorkerId worker)
    {
        if (left.Add(worker))
        {
            leftInOrder.Enqueue(worker);
            if (leftInOrder.Count > MostRemembered)
            {
                left.Remove(leftInOrder.Dequeue());
            }
        }

        return Remove(worker);
    }

    /// <summary>An experiment has runs to assign.</summary>
    public void Waits(ExperimentId experiment, int priority)
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

    /// <summary>The outcome of an offer.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="count">The number of runs assigned.</param>
    /// <param name="hasMore">Whether the experiment has more runs to assign.</param>
    public void Given(ExperimentId experiment, WorkerId worker, int count, bool hasMore)
    {
        if (workers.TryGetValue(worker, out var entry) && entry.Offered == experiment)
        {
            entry.Offered = null;
            // An experiment with work that assigns none does not want this worker now. The worker asks again.
            entry.Wanted = count > 0 || hasMore ? 0 : entry.Wanted;
            ShowIfAsking(worker, entry);
        }

        if (!hasMore)
        {
            withWork.Remove(experiment);
        }
    }

    /// <summary>An experiment has no more work. Offers that it has not answered are void.</summary>
    public void Forget(ExperimentId experiment)
    {
        withWork.Remove(experiment);
        foreach (var (worker, entry) in workers.Where(pair => pair.Value.Offered == experiment))
        {
            entry.Offered = null;
            ShowIfAsking(worker, entry);
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

        foreach (var id in asking)
        {
            var worker = workers[id];
            var (experiment, turn) = withWork.MaxBy(pair => (pair.Value.Priority, -pair.Value.Last));
            turn.Last = turns++;
            worker.Offered = experiment;
            offers.Add(new WorkOffer(id, experiment, worker.Wanted, slots));
        }

        asking.Clear();
        return offers;
    }

    /// <summary>Keeps the set of workers that want work and have no open offer, so that a match does not visit the others.</summary>
    private void ShowIfAsking(WorkerId worker, Entry entry)
    {
        if (entry is { Wanted: > 0, Offered: null })
        {
            asking.Add(worker);
        }
        else
        {
            asking.Remove(worker);
        }
    }

    private bool Remove(WorkerId worker)
    {
        asking.Remove(worker);
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

        public DateTimeOffset? SuspectSince { get; set; }

        public int Held { get; set; }

        public int Wanted { get; set; }

        public ExperimentId? Offered { get; set; }

        public void Excuse(TimeSpan deafness, DateTimeOffset now)
        {
            LastHeardAt = LastHeardAt + deafness < now ? LastHeardAt + deafness : now;
            SuspectSince += deafness;
        }

        public void Hear(DateTimeOffset now)
        {
            LastHeardAt = now;
            SuspectSince = null;
        }
    }

    private sealed class Turn(long last)
    {
        public int Priority { get; set; }

        public long Last { get; set; } = last;
    }
}
