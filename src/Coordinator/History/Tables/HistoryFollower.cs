using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>
/// Keeps the history's tables near the journal while a coordinator works. It works in small steps and for a small part of the time, so that
/// the writer of the journal rarely waits. <see cref="EndAsync"/> takes in the rest; disposal does not.
/// </summary>
public sealed class HistoryFollower : IAsyncDisposable
{
    /// <summary>The time before the first step. A shorter experiment ends sooner when nothing follows it.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);

    /// <summary>The same where somebody watches.</summary>
    private static readonly TimeSpan FirstLookWatched = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    /// <summary>Rest divided by work while the journal grows: one part in twenty is work.</summary>
    private const int RestFactor = 19;

    /// <summary>The same while nobody writes to the journal, so that no writer has to wait.</summary>
    private const int RestFactorWhenQuiet = 1;

    /// <summary>The same while the runs of a large experiment are made: it is invisible until then, and the other experiments wait.</summary>
    private const int RestFactorInSubmission = 1;

    /// <summary>The longest rest, however long the work was, so that the tables stay near the journal.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    private const int Events = 200;
    private const int Costs = 5000;

    /// <summary>The events of a step at the end, where only other processes may have to wait.</summary>
    private const int LastEvents = 2000;
    private const int LastCosts = 50_000;

    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool takesInRest;

    private HistoryFollower(JournalDatabase database, TimeProvider time, Action<Exception> report, bool isWatched)
    {
        thread = new Thread(() => Follow(database, time, report, isWatched ? FirstLookWatched : FirstLook))
        {
            IsBackground = true,
            Name = "history-follower",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
    }

    /// <summary>Starts to follow.</summary>
    /// <param name="database">The journal's database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Called for each failure, after which the follower tries again, and once for each stream that it cannot follow further.</param>
    /// <param name="isWatched">Whether somebody looks at the tables meanwhile; the first step then comes sooner.</param>
    public static HistoryFollower Start(JournalDatabase database, TimeProvider time, Action<Exception> report, bool isWatched = false) =>
        new(database, time, report, isWatched);

    /// <summary>Takes in the rest of the journal, which nobody writes any more, and ends.</summary>
    public async Task EndAsync()
    {
        takesInRest = true;
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

    private void Follow(JournalDatabase database, TimeProvider time, Action<Exception> report, TimeSpan firstLook)
    {
        var projection = new HistoryProjection(database);
        var rest = firstLook;
        var end = -1L;
        var told = new HashSet<string>(StringComparer.Ordinal);
        while (Rests(rest, time))
        {
            var started = time.GetTimestamp();
            Try(() => projection.CatchUp(
                Events,
                Costs,
                () =>
                {
                    var before = end;
                    end = projection.JournalEnd();
                    return RestsAfterWork(end == before ? RestFactorWhenQuiet : RestFactor);
                },
                () => RestsAfterWork(RestFactorInSubmission),
                TellOnce));
            rest = LeastRest + RestAfter(time.GetElapsedTime(started), RestFactor);

            bool RestsAfterWork(int factor)
            {
                var goOn = Rests(RestAfter(time.GetElapsedTime(started), factor), time);
                started = time.GetTimestamp();
                return goOn;
            }
        }

        if (takesInRest)
        {
            Try(() => projection.CatchUp(LastEvents, LastCosts, report: TellOnce));
        }

        ended.SetResult();

        void TellOnce(JournalRowException problem)
        {
            if (told.Add(problem.Message))
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
#pragma warning disable CA1031 // the tables can be made again whatever the failure is, and the coordinator must go on
            catch (Exception error)
#pragma warning restore CA1031
            {
                report(error);
            }
        }
    }

    /// <summary>How long to rest after some work.</summary>
    internal static TimeSpan RestAfter(TimeSpan work, int factor) => TimeSpan.FromTicks(Math.Min((work * factor).Ticks, LongestRest.Ticks));

    private bool Rests(TimeSpan duration, TimeProvider time) => WriterRest.Take(duration, time, stop.Token);
}
