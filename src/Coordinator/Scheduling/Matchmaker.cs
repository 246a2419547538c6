using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// Knows the workers and the experiments that have work, and brings them together: experiments of the highest priority
/// first, and among these the one that has waited longest for its turn. Also knows which workers still live. No actor, no
/// clock, no I/O; not thread-safe.
/// </summary>
public sealed class Matchmaker
{
    /// <summary>How many of the workers that left are remembered: messages are late by seconds, not by days.</summary>
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
    /// Registers a worker, or hears of it again. Gives whether it is new. One that has left does not come back: what it sends
    /// was late, and it would be given work that it does not take.
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

    /// <summary>A worker lives and holds so many runs.</summary>
    public void Hear(WorkerId worker, int held, DateTimeOffset now)
    {
        if (workers.TryGetValue(worker, out var entry))
        {
            entry.Hear(now);
            entry.Held = held;
        }
    }

    /// <summary>A worker has room for work; takes the place of its earlier request. Unknown workers are passed over: they register first.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="wanted">The slots to provide for.</param>
    public void Request(WorkerId worker, int wanted)
    {
        if (workers.TryGetValue(worker, out var entry))
        {
            entry.Wanted = wanted;
            ShowIfAsking(worker, entry);
        }
    }

    /// <summary>The connection to some workers broke: they are given up unless they are heard of soon.</summary>
    public void Suspect(Func<WorkerId, bool> which, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(which);
        foreach (var (_, entry) in workers.Where(pair => which(pair.Key)))
        {
            entry.SuspectSince ??= now;
        }
    }

    /// <summary>Nobody could be heard for some time: it does not count as silence.</summary>
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

    /// <summary>Removes the workers that were not heard of for too long, and names them.</summary>
    /// <param name="now">The time.</param>
    /// <param name="silence">How long a worker may be silent.</param>
    /// <param name="suspicion">How long after its connection broke.</param>
    public IReadOnlyList<WorkerId> RemoveSilent(DateTimeOffset now, TimeSpan silence, TimeSpan suspicion)
    {
        var silent = workers
            .Where(pair => now - pair.Value.LastHeardAt > silence || now - pair.Value.SuspectSince > suspicion)
            .Select(pair => pair.Key)
            .ToList();
        silent.ForEach(worker => Remove(worker));
        return silent;
    }

    /// <summary>A worker leaves, for good; gives whether it was registered.</summary>
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

    /// <summary>An experiment has work to give.</summary>
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

    /// <summary>What became of an offer.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="count">The number of runs assigned.</param>
    /// <param name="hasMore">Whether the experiment has more to give.</param>
    public void Given(ExperimentId experiment, WorkerId worker, int count, bool hasMore)
    {
        if (workers.TryGetValue(worker, out var entry) && entry.Offered == experiment)
        {
            entry.Offered = null;
            // One that has work and gives none does not want this worker just now: it asks again.
            entry.Wanted = count > 0 || hasMore ? 0 : entry.Wanted;
            ShowIfAsking(worker, entry);
        }

        if (!hasMore)
        {
            withWork.Remove(experiment);
        }
    }

    /// <summary>An experiment gives nothing any more, nor answers the offers that it was given.</summary>
    public void Forget(ExperimentId experiment)
    {
        withWork.Remove(experiment);
        foreach (var (worker, entry) in workers.Where(pair => pair.Value.Offered == experiment))
        {
            entry.Offered = null;
            ShowIfAsking(worker, entry);
        }
    }

    /// <summary>The offers to make now: one to each worker that wants work and has none on offer.</summary>
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

    /// <summary>Who wants work and has none on offer is kept, so that a match costs nothing for the others.</summary>
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
