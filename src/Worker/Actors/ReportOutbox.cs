using System.Collections.Immutable;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Worker.Actors;

/// <summary>
/// News of runs that the coordinator has not acknowledged: gathered, sent in bounded reports, and kept until the
/// acknowledgement. Pure bookkeeping; the actor does the sending and keeps the clock.
/// </summary>
/// <param name="worker">The worker that reports.</param>
public sealed class ReportOutbox(WorkerId worker)
{
    /// <summary>The most costs and final parameters of one report, reasons counted by their bytes: 64 KB, half the remote frame limit.</summary>
    public const int MostNumbers = 8000;

    /// <summary>The most runs of one report.</summary>
    public const int MostRuns = 128;

    private readonly Dictionary<ExperimentId, Queue<RunReport>> waiting = [];
    private readonly SortedDictionary<long, SentReport> sent = [];
    private long lastNumber;

    /// <summary>Whether nothing waits and nothing is unacknowledged.</summary>
    public bool IsEmpty => waiting.Count == 0 && sent.Count == 0;

    /// <summary>Adds news, to be sent with the next <see cref="TakeNew"/>.</summary>
    public void Add(ExperimentId experiment, RunReport news)
    {
        if (!waiting.TryGetValue(experiment, out var queue))
        {
            waiting[experiment] = queue = new Queue<RunReport>();
        }

        queue.Enqueue(news);
    }

    /// <summary>The reports to send now for all news added since the last call, numbered and kept.</summary>
    public IReadOnlyList<ReportRuns> TakeNew(DateTimeOffset now)
    {
        var reports = new List<ReportRuns>();
        foreach (var (experiment, queue) in waiting)
        {
            while (queue.Count > 0)
            {
                var report = new ReportRuns(experiment, worker, ++lastNumber, NextRuns(queue));
                sent.Add(report.Number, new SentReport(report, now));
                reports.Add(report);
            }
        }

        waiting.Clear();
        return reports;
    }

    /// <summary>The reports sent before <paramref name="sentBefore"/> and not acknowledged, oldest first; counted as sent <paramref name="now"/>.</summary>
    public IReadOnlyList<ReportRuns> TakeOverdue(DateTimeOffset sentBefore, DateTimeOffset now)
    {
        var overdue = sent.Values.Where(entry => entry.At < sentBefore).Select(entry => entry.Report).ToList();
        foreach (var report in overdue)
        {
            sent[report.Number] = new SentReport(report, now);
        }

        return overdue;
    }

    /// <summary>Forgets an acknowledged report and gives back what it held; nothing when it was acknowledged before.</summary>
    public ReportRuns? Acknowledge(long number) => sent.Remove(number, out var entry) ? entry.Report : null;

    /// <summary>Forgets news and reports of attempts that were withdrawn.</summary>
    public void Forget(ExperimentId experiment, IReadOnlySet<RunAttempt> attempts)
    {
        if (waiting.TryGetValue(experiment, out var queue))
        {
            var left = new Queue<RunReport>(queue.Where(news => !attempts.Contains(news.Attempt)));
            if (left.Count > 0)
            {
                waiting[experiment] = left;
            }
            else
            {
                waiting.Remove(experiment);
            }
        }

        foreach (var (number, entry) in sent.Where(pair => pair.Value.Report.ExperimentId == experiment).ToList())
        {
            var kept = entry.Report.Runs.Where(news => !attempts.Contains(news.Attempt)).ToImmutableArray();
            if (kept.IsEmpty)
            {
                sent.Remove(number);
            }
            else
            {
                sent[number] = entry with { Report = entry.Report with { Runs = kept } };
            }
        }
    }

    private static ImmutableArray<RunReport> NextRuns(Queue<RunReport> queue)
    {
        var runs = ImmutableArray.CreateBuilder<RunReport>();
        var numbers = 0;
        while (queue.Count > 0 && runs.Count < MostRuns)
        {
            numbers += SizeOf(queue.Peek());
            if (runs.Count > 0 && numbers > MostNumbers)
            {
                break;
            }

            runs.Add(queue.Dequeue());
        }

        return runs.ToImmutable();
    }

    /// <summary>The news' size in numbers of eight bytes; a character of a reason takes up to three.</summary>
    private static int SizeOf(RunReport news) =>
        news.Costs.Length + (news.Result?.FinalParameters.Length ?? 0) + (news.Failure?.Length ?? 0) * 3 / 8;

    private sealed record SentReport(ReportRuns Report, DateTimeOffset At);
}
