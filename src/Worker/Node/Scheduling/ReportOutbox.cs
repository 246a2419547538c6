using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// News of runs that the coordinator has not acknowledged: gathered, sent in bounded reports, and kept until the
/// acknowledgement. Of each experiment only so many reports are under way; what comes meanwhile waits in memory, and what
/// is too much for that in the spool, in the order it came. Pure bookkeeping; the actor does the sending and keeps the clock.
/// </summary>
/// <param name="worker">The worker that reports.</param>
/// <param name="limits">How much is held in memory.</param>
/// <param name="spool">Where the rest goes.</param>
public sealed class ReportOutbox(WorkerId worker, OutboxLimits limits, IReportSpool spool)
{
    /// <summary>The most costs and final parameters of one report, reasons counted by their bytes: 64 KB, so that a heartbeat does not wait long behind one.</summary>
    public const int MostNumbers = 8000;

    /// <summary>The most runs of one report.</summary>
    public const int MostRuns = 128;

    private readonly Dictionary<ExperimentId, Lane> lanes = [];
    private long lastNumber;

    /// <summary>Whether nothing waits and nothing is unacknowledged.</summary>
    public bool IsEmpty => lanes.Count == 0;

    /// <summary>The size of the news held in memory that waits to be sent, in numbers of eight bytes.</summary>
    public int Waiting => lanes.Values.Sum(lane => lane.WaitingNumbers);

    /// <summary>Reports in the spool.</summary>
    public int Spooled => lanes.Values.Sum(lane => lane.Spooled.Count);

    /// <summary>Adds news, to be sent with the next <see cref="TakeNew"/>.</summary>
    public void Add(ExperimentId experiment, RunReport news)
    {
        if (!lanes.TryGetValue(experiment, out var lane))
        {
            lanes[experiment] = lane = new Lane();
        }

        lane.Enqueue(news);
    }

    /// <summary>The reports to send now of the news added since the last call, numbered and kept.</summary>
    /// <exception cref="IOException">There is too much news to hold, and the spool has no room.</exception>
    public IReadOnlyList<ReportRuns> TakeNew(DateTimeOffset now)
    {
        var reports = new List<ReportRuns>();
        foreach (var (experiment, lane) in lanes)
        {
            while (lane.Sent.Count < limits.MostInFlight && Next(experiment, lane) is { } report)
            {
                lane.Sent.Add(report.Number, new SentReport(report, now));
                reports.Add(report);
            }
        }

        Spill();
        Tidy();
        return reports;
    }

    /// <summary>
    /// The reports sent before <paramref name="sentBefore"/> and not acknowledged, oldest first; counted as sent
    /// <paramref name="now"/>. A report that was sent in the future was sent before the clock was put back.
    /// </summary>
    public IReadOnlyList<ReportRuns> TakeOverdue(DateTimeOffset sentBefore, DateTimeOffset now)
    {
        var overdue = new List<ReportRuns>();
        foreach (var lane in lanes.Values)
        {
            foreach (var report in lane.Sent.Values.Where(entry => entry.At < sentBefore || entry.At > now).Select(entry => entry.Report).ToList())
            {
                lane.Sent[report.Number] = new SentReport(report, now);
                overdue.Add(report);
            }
        }

        return overdue;
    }

    /// <summary>Forgets an acknowledged report and gives back what it held; nothing when it was acknowledged before.</summary>
    public ReportRuns? Acknowledge(ExperimentId experiment, long number)
    {
        if (!lanes.TryGetValue(experiment, out var lane) || !lane.Sent.Remove(number, out var entry))
        {
            return null;
        }

        Tidy();
        return entry.Report;
    }

    /// <summary>Whether news waits that was not sent for want of acknowledgements, and could be sent now.</summary>
    public bool HasBacklog(ExperimentId experiment) =>
        lanes.TryGetValue(experiment, out var lane) && lane.HeldBack && lane.Sent.Count < limits.MostInFlight;

    /// <summary>Forgets news and reports of attempts that were withdrawn.</summary>
    public void Forget(ExperimentId experiment, IReadOnlySet<RunAttempt> attempts)
    {
        if (!lanes.TryGetValue(experiment, out var lane))
        {
            return;
        }

        lane.Keep(news => !attempts.Contains(news.Attempt));
        if (lane.Spooled.Count > 0)
        {
            lane.Forgotten.UnionWith(attempts);
        }

        Tidy();
    }

    private ReportRuns? Next(ExperimentId experiment, Lane lane)
    {
        while (lane.Spooled.TryDequeue(out var place))
        {
            var report = spool.Read(place);
            var wanted = report.Runs.RemoveAll(news => lane.Forgotten.Contains(news.Attempt));
            if (!wanted.IsEmpty)
            {
                return report with { Runs = wanted, Number = ++lastNumber };
            }
        }

        return lane.WaitingNumbers > 0 ? new ReportRuns(experiment, worker, ++lastNumber, lane.TakeRuns()) : null;
    }

    /// <summary>Puts away what is too much, the experiment with the most first.</summary>
    private void Spill()
    {
        foreach (var lane in lanes.Values)
        {
            lane.HeldBack = lane.WaitingNumbers > 0 || lane.Spooled.Count > 0;
        }

        while (Waiting > limits.MostWaiting)
        {
            var (experiment, lane) = lanes.MaxBy(pair => pair.Value.WaitingNumbers);
            lane.Spooled.Enqueue(spool.Append(new ReportRuns(experiment, worker, 0, lane.PeekRuns())));
            lane.TakeRuns();
        }
    }

    private void Tidy()
    {
        foreach (var (experiment, lane) in lanes)
        {
            if (lane.Spooled.Count == 0)
            {
                lane.Forgotten.Clear();
                if (lane is { WaitingNumbers: 0, Sent.Count: 0 })
                {
                    lanes.Remove(experiment);
                }
            }
        }

        if (Spooled == 0)
        {
            spool.Clear();
        }
    }

    /// <summary>The news' size in numbers of eight bytes; a character of a reason takes up to three.</summary>
    private static int SizeOf(RunReport news) =>
        1 + news.Costs.Length + (news.Result?.FinalParameters.Length ?? 0) + (news.Failure?.Length ?? 0) * 3 / 8;

    private sealed record SentReport(ReportRuns Report, DateTimeOffset At);

    /// <summary>The news of one experiment: first come the reports under way, then the spooled, then the waiting.</summary>
    private sealed class Lane
    {
        private Queue<RunReport> waiting = new();

        public SortedDictionary<long, SentReport> Sent { get; } = [];

        public Queue<SpoolPlace> Spooled { get; } = new();

        /// <summary>What was withdrawn while reports of it may be in the spool.</summary>
        public HashSet<RunAttempt> Forgotten { get; } = [];

        /// <summary>Whether news waits for acknowledgements of what is under way.</summary>
        public bool HeldBack { get; set; }

        public int WaitingNumbers { get; private set; }

        public void Enqueue(RunReport news)
        {
            waiting.Enqueue(news);
            WaitingNumbers += SizeOf(news);
        }

        public ImmutableArray<RunReport> PeekRuns()
        {
            var numbers = 0;
            return [.. waiting.Take(MostRuns).TakeWhile((news, index) => (numbers += SizeOf(news)) <= MostNumbers || index == 0)];
        }

        public ImmutableArray<RunReport> TakeRuns()
        {
            var runs = PeekRuns();
            foreach (var news in runs)
            {
                waiting.Dequeue();
                WaitingNumbers -= SizeOf(news);
            }

            return runs;
        }

        public void Keep(Func<RunReport, bool> wanted)
        {
            waiting = new Queue<RunReport>(waiting.Where(wanted));
            WaitingNumbers = waiting.Sum(SizeOf);
            foreach (var (number, entry) in Sent.ToList())
            {
                var kept = entry.Report.Runs.Where(wanted).ToImmutableArray();
                if (kept.IsEmpty)
                {
                    Sent.Remove(number);
                }
                else
                {
                    Sent[number] = entry with { Report = entry.Report with { Runs = kept } };
                }
            }
        }
    }
}
