using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>
/// Keeps the history's tables up to date while a coordinator runs. It works in small steps and for a small part of the time, so that it
/// rarely blocks the writer of the journal. <see cref="EndAsync"/> projects the remaining events; disposal does not.
/// </summary>
public sealed class HistoryFollower : IAsyncDisposable
{
    /// <summary>The delay of the first step, so that the follower does not slow down shorter experiments.</summary>
    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(5);

    /// <summary>The delay of the first step while a client reads the tables.</summary>
    private static readonly TimeSpan WatchedDelay = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);

    /// <summary>The ratio of pause to work while the journal grows: a twentieth of the time is work.</summary>
    private const int PauseFactor = 19;

    /// <summary>The ratio while nobody writes to the journal, so that no writer has to wait.</summary>
    private const int QuietPauseFactor = 1;

    /// <summary>The ratio while the runs of a large experiment are inserted: the experiment is invisible until then, and the others wait.</summary>
    private const int SubmissionPauseFactor = 1;

    /// <summary>The longest pause after any amount of work, so that the tables do not fall behind.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private const int Events = 200;
    private const int Costs = 5000;

    /// <summary>The number of events of a step of <see cref="EndAsync"/>, which can block only other processes.</summary>
    private const int LastEvents = 2000;
    private const int LastCosts = 50_000;

    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool projectRemaining;

    private HistoryFollower(JournalDatabase database, TimeProvider time, Action<Exception> report, bool isWatched)
    {
        thread = new Thread(() => Follow(database, time, report, isWatched ? WatchedDelay : InitialDelay))
        {
            IsBackground = true,
            Name = "history-follower",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
    }

    /// <summary>Starts the follower.</summary>
    /// <param name="database">The journal's database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Called for each failure that the follower retries, and once for each stream that it cannot read further.</param>
    /// <param name="isWatched">Whether a client reads the tables meanwhile; the first step then comes sooner.</param>
    public static HistoryFollower Start(JournalDatabase database, TimeProvider time, Action<Exception> report, bool isWatched = false) =>
        new(database, time, report, isWatched);

    /// <summary>Projects the rest of the journal, which nobody writes any more, and ends.</summary>
    public async Task EndAsync()
    {
        projectRemaining = true;
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends after the current step.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended.Task.IsCompleted)
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await ended.Task.ConfigureAwait(false);
        stop.Dispose();
    }

    private void Follow(JournalDatabase database, TimeProvider time, Action<Exception> report, TimeSpan initialDelay)
    {
        var projection = new HistoryProjection(database);
        var pause = initialDelay;
        var end = -1L;
        var reported = new HashSet<string>(StringComparer.Ordinal);
        while (Pause(pause, time))
        {
            var started = time.GetTimestamp();
            Try(() => projection.CatchUp(
                Events,
                Costs,
                () =>
                {
                    var before = end;
                    end = projection.JournalEnd();
                    return PauseAfterWork(end == before ? QuietPauseFactor : PauseFactor);
                },
                () => PauseAfterWork(SubmissionPauseFactor),
                ReportOnce));
            pause = MinPause + PauseAfter(time.GetElapsedTime(started), PauseFactor);

            bool PauseAfterWork(int factor)
            {
                var proceed = Pause(PauseAfter(time.GetElapsedTime(started), factor), time);
                started = time.GetTimestamp();
                return proceed;
            }
        }

        if (projectRemaining)
        {
            Try(() => projection.CatchUp(LastEvents, LastCosts, report: ReportOnce));
        }

        ended.SetResult();

        void ReportOnce(JournalRowException problem)
        {
            if (reported.Add(problem.Message))
            {
                report(problem);
            }
        }

        void Try(Action work)
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // the tables can be rebuilt after any failure, and the coordinator must continue
            catch (Exception error)
#pragma warning restore CA1031
            {
                report(error);
            }
        }
    }

    /// <summary>The pause after some work.</summary>
    internal static TimeSpan PauseAfter(TimeSpan work, int factor) => TimeSpan.FromTicks(Math.Min((work * factor).Ticks, MaxPause.Ticks));

    private bool Pause(TimeSpan duration, TimeProvider time) => WriterPause.Wait(duration, time, stop.Token);
}
