using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// The updates on runs that the coordinator has not acknowledged: collected, sent in bounded messages, and kept until the acknowledgement.
/// The number of unacknowledged messages of each experiment is limited. Further updates wait in memory, and what exceeds the memory limit
/// waits in the spool, in order. Pure bookkeeping: the actor sends and keeps the time.
/// </summary>
/// <param name="worker">The worker that sends them.</param>
/// <param name="limits">The limits of updates in memory.</param>
/// <param name="spool">Stores the rest.</param>
public sealed class UpdateOutbox(WorkerId worker, OutboxLimits limits, IUpdateSpool spool)
{
    /// <summary>
    /// The size limit of a message, in costs and final parameters, with reasons counted by their bytes. It equals 64 KB, so that a heartbeat
    /// after the message does not wait long.
    /// </summary>
    public const int MaxNumbers = 8000;

    /// <summary>The largest number of runs of one message.</summary>
    public const int MaxRuns = 128;

    private readonly Dictionary<ExperimentId, ExperimentQueue> queues = [];
    private long lastNumber;

    /// <summary>Whether nothing waits and nothing is unacknowledged.</summary>
    public bool IsEmpty => queues.Count == 0;

    /// <summary>The size of the updates in memory that wait to be sent, in units of eight bytes.</summary>
    public int Waiting => queues.Values.Sum(queue => queue.WaitingNumbers);

    /// <summary>Messages in the spool.</summary>
    public int Spooled => queues.Values.Sum(queue => queue.Spooled.Count);

    /// <summary>Adds an update, to be sent with the next <see cref="TakeNew"/>.</summary>
    public void Add(ExperimentId experiment, RunUpdate update)
    {
        if (!queues.TryGetValue(experiment, out var queue))
        {
            queues[experiment] = queue = new ExperimentQueue();
        }

        queue.Enqueue(update);
    }

    /// <summary>The messages to send now, numbered and kept, from the updates added since the last call.</summary>
    /// <exception cref="IOException">There are too many updates for the memory, and the spool has no space.</exception>
    public IReadOnlyList<UpdateRuns> TakeNew(DateTimeOffset now)
    {
        var messages = new List<UpdateRuns>();
        foreach (var (experiment, queue) in queues)
        {
            while (queue.Sent.Count < limits.MaxInFlight && Next(experiment, queue) is { } message)
            {
                queue.Sent.Add(message.Number, new SentMessage(message, now));
                messages.Add(message);
            }
        }

        Spill();
        Tidy();
        return messages;
    }

    /// <summary>
    /// The unacknowledged messages that were sent before <paramref name="sentBefore"/>, oldest first. They count as sent <paramref
    /// name="now"/>. A message with a time in the future was sent before the clock was set back.
    /// </summary>
    public IReadOnlyList<UpdateRuns> TakeOverdue(DateTimeOffset sentBefore, DateTimeOffset now)
    {
        var overdue = new List<UpdateRuns>();
        foreach (var queue in queues.Values)
        {
            foreach (var message in queue.Sent.Values.Where(entry => entry.At < sentBefore || entry.At > now).Select(entry => entry.Message).ToList())
            {
                queue.Sent[message.Number] = new SentMessage(message, now);
                overdue.Add(message);
            }
        }

        return overdue;
    }

    /// <summary>Forgets an acknowledged message and returns what it held; null when it was acknowledged before.</summary>
    public UpdateRuns? Acknowledge(ExperimentId experiment, long number)
    {
        if (!queues.TryGetValue(experiment, out var queue) || !queue.Sent.Remove(number, out var entry))
        {
            return null;
        }

        Tidy();
        return entry.Message;
    }

    /// <summary>Whether updates waited for acknowledgements and can be sent now.</summary>
    public bool HasBacklog(ExperimentId experiment) =>
        queues.TryGetValue(experiment, out var queue) && queue.HeldBack && queue.Sent.Count < limits.MaxInFlight;

    /// <summary>Forgets updates and messages of withdrawn attempts.</summary>
    public void Forget(ExperimentId experiment, IReadOnlySet<RunAttempt> attempts)
    {
        if (!queues.TryGetValue(experiment, out var queue))
        {
            return;
        }

        queue.Keep(update => !attempts.Contains(update.Attempt));
        if (queue.Spooled.Count > 0)
        {
            queue.Forgotten.UnionWith(attempts);
        }

        Tidy();
    }

    private UpdateRuns? Next(ExperimentId experiment, ExperimentQueue queue)
    {
        while (queue.Spooled.TryDequeue(out var place))
        {
            var message = spool.Read(place);
            var wanted = message.Runs.RemoveAll(update => queue.Forgotten.Contains(update.Attempt));
            if (!wanted.IsEmpty)
            {
                return message with { Runs = wanted, Number = ++lastNumber };
            }
        }

        return queue.WaitingNumbers > 0 ? new UpdateRuns(experiment, worker, ++lastNumber, queue.TakeRuns()) : null;
    }

    /// <summary>Moves what exceeds the memory limit to the spool, the experiment with the most first.</summary>
    private void Spill()
    {
        foreach (var queue in queues.Values)
        {
            queue.HeldBack = queue.WaitingNumbers > 0 || queue.Spooled.Count > 0;
        }

        while (Waiting > limits.MaxWaiting)
        {
            var (experiment, queue) = queues.MaxBy(pair => pair.Value.WaitingNumbers);
            queue.Spooled.Enqueue(spool.Append(new UpdateRuns(experiment, worker, 0, queue.PeekRuns())));
            queue.TakeRuns();
        }
    }

    private void Tidy()
    {
        foreach (var (experiment, queue) in queues)
        {
            if (queue.Spooled.Count == 0)
            {
                queue.Forgotten.Clear();
                if (queue is { WaitingNumbers: 0, Sent.Count: 0 })
                {
                    queues.Remove(experiment);
                }
            }
        }

        if (Spooled == 0)
        {
            spool.Clear();
        }
    }

    /// <summary>The size of an update in units of eight bytes; a character of a reason takes up to three bytes.</summary>
    private static int SizeOf(RunUpdate update) =>
        1 + update.Costs.Length + (update.Result is { } result ? result.Metrics.Values.Length + result.FinalParameters.Length : 0) + (update.Failure?.Length ?? 0) * 3 / 8;

    private sealed record SentMessage(UpdateRuns Message, DateTimeOffset At);

    /// <summary>The updates of one experiment: first the sent messages, then the spooled ones, then the waiting updates.</summary>
    private sealed class ExperimentQueue
    {
        private Queue<RunUpdate> waiting = new();

        public SortedDictionary<long, SentMessage> Sent { get; } = [];

        public Queue<SpoolPlace> Spooled { get; } = new();

        /// <summary>The withdrawn attempts of which messages may be in the spool.</summary>
        public HashSet<RunAttempt> Forgotten { get; } = [];

        /// <summary>Whether updates wait for acknowledgements of sent messages.</summary>
        public bool HeldBack { get; set; }

        public int WaitingNumbers { get; private set; }

        public void Enqueue(RunUpdate update)
        {
            waiting.Enqueue(update);
            WaitingNumbers += SizeOf(update);
        }

        public ImmutableArray<RunUpdate> PeekRuns()
        {
            var numbers = 0;
            return [.. waiting.Take(MaxRuns).TakeWhile((update, index) => (numbers += SizeOf(update)) <= MaxNumbers || index == 0)];
        }

        public ImmutableArray<RunUpdate> TakeRuns()
        {
            var runs = PeekRuns();
            foreach (var update in runs)
            {
                waiting.Dequeue();
                WaitingNumbers -= SizeOf(update);
            }

            return runs;
        }

        public void Keep(Func<RunUpdate, bool> wanted)
        {
            waiting = new Queue<RunUpdate>(waiting.Where(wanted));
            WaitingNumbers = waiting.Sum(SizeOf);
            foreach (var (number, entry) in Sent.ToList())
            {
                var kept = entry.Message.Runs.Where(wanted).ToImmutableArray();
                if (kept.IsEmpty)
                {
                    Sent.Remove(number);
                }
                else
                {
                    Sent[number] = entry with { Message = entry.Message with { Runs = kept } };
                }
            }
        }
    }
}
