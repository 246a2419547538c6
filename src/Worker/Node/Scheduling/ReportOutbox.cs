using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Worker.Scheduling;

/// <summary>
/// The updates on runs that the coordinator has not acknowledged: collected, sent in bounded reports, and kept until the acknowledgement.
/// The number of unacknowledged reports of each experiment is limited. Further updates wait in memory, and what exceeds the memory limit
/// waits in the spool, in order. Pure bookkeeping: the actor sends and keeps the time.
/// </summary>
/// <param name="worker">The worker that reports.</param>
/// <param name="limits">The limits of updates in memory.</param>
/// <param name="spool">Stores the rest.</param>
public sealed class ReportOutbox(WorkerId worker, OutboxLimits limits, IReportSpool spool)
{
    /// <summary>
    /// The most costs and final parameters of one report, with reasons counted by their bytes: 64 KB, so that a heartbeat behind it does
    /// not wait long.
    /// </summary>
    public const int MostNumbers = 8000;

    /// <summary>The most runs of one report.</summary>
    public const int MostRuns = 128;

    private readonly Dictionary<ExperimentId, Lane> lanes = [];
    private long lastNumber;

    /// <summary>Whether nothing waits and nothing is unacknowledged.</summary>
    public bool IsEmpty => lanes.Count == 0;

    /// <summary>The size of the updates in memory that wait to be sent, in units of eight bytes.</summary>
    public int Waiting => lanes.Values.Sum(lane => lane.WaitingNumbers);

    /// <summary>Reports in the spool.</summary>
    public int Spooled => lanes.Values.Sum(lane => lane.Spooled.Count);

    /// <summary>Adds an update, to be sent with the next <see cref="TakeNew"/>.</summary>
    public void Add(ExperimentId experiment, RunReport news)
    {
        if (!lanes.TryGetValue(experiment, out var lane))
        {
            lanes[experiment] = lane = new Lane();
        }

        lane.Enqueue(news);
    }

    /// <summary>The reports to send now, numbered and kept, from the updates added since the last call.</summary>
    /// <exception cref="IOException">There are too many updates for the memory, and the spool has no space.</exception>
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
    /// The unacknowledged reports that were sent before <paramref name="sentBefore"/>, oldest first. They count as sent <paramref
    /// name="now"/>. A report with a time in the future was sent before the clock was set back.
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

    /// <summary>Forgets an acknowledged report and returns what it held; null when it was acknowledged before.</summary>
    public ReportRuns? Acknowledge(ExperimentId experiment, long number)
    {
        if (!lanes.TryGetValue(experiment, out var lane) || !lane.Sent.Remove(number, out var entry))
        {
            return null;
        }

        Tidy();
        return entry.Report;
    }

    /// <summary>Whether updates waited for acknowledgements and can be sent now.</summary>
    public bool HasBacklog(ExperimentId experiment) =>
        lanes.TryGetValue(experiment, out var lane) && lane.HeldBack && lane.Sent.Count < limits.MostInFlight;

    /// <summary>Forgets updates and reports of withdrawn attempts.</summary>
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

    /// <summary>Moves what exceeds the memory limit to the spool, the experiment with the most first.</summary>
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

    /// <summary>The size of an update in units of eight bytes; a character of a reason takes up to three bytes.</summary>
    private static int SizeOf(RunReport news) =>
        1 + news.Costs.Length + (news.Result is { } result ? result.Metrics.Values.Length + result.FinalParameters.Length : 0) + (news.Failure?.Length ?? 0) * 3 / 8;

    private sealed record SentReport(ReportRuns Report, DateTimeOffset At);

    /// <summary>The updates of one experiment: first the sent reports, then the spooled ones, then the waiting updates.</summary>
    private sealed class Lane
    {
        private Queue<RunReport> waiting = new();

        public SortedDictionary<long, SentReport> Sent { get; } = [];

        public Queue<SpoolPlace> Spooled { get; } = new();

        /// <summary>The withdrawn attempts of which reports may be in the spool.</summary>
        public HashSet<RunAttempt> Forgotten { get; } = [];

        /// <summary>Whether updates wait for acknowledgements of sent reports.</summary>
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
