using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>
/// Keeps the history's tables near the journal while a coordinator works, in small steps and for a small part of the time,
/// so that the journal's writer hardly ever waits. At its end it takes in the rest, unless it is only disposed of.
/// </summary>
public sealed class HistoryFollower : IAsyncDisposable
{
    /// <summary>An experiment that ends before this is not worth following: it ends sooner undisturbed.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);

    /// <summary>Unless somebody watches.</summary>
    private static readonly TimeSpan FirstLookWatched = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    /// <summary>Rest over work while the journal grows: one part in twenty is work.</summary>
    private const int RestFactor = 19;

    /// <summary>The same while nobody writes to it: then there is no writer to wait.</summary>
    private const int RestFactorWhenQuiet = 1;

    /// <summary>The same while the runs of a large experiment are being made: nobody sees it before, and the others wait.</summary>
    private const int RestFactorInSubmission = 1;

    /// <summary>However long the work was, the tables stay near the journal.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    private const int Events = 200;
    private const int Costs = 5000;

    /// <summary>The same at the end: nobody waits for long then, but other processes may write.</summary>
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
    /// <param name="report">Told of each failure, after which it is tried again, and once of each stream that cannot be followed further.</param>
    /// <param name="isWatched">Whether somebody looks at the tables meanwhile, so that it begins sooner.</param>
    public static HistoryFollower Start(JournalDatabase database, TimeProvider time, Action<Exception> report, bool isWatched = false) =>
        new(database, time, report, isWatched);

    /// <summary>Brings the tables up to the journal, which nobody writes any more, and ends.</summary>
    public async Task EndAsync()
    {
        takesInRest = true;
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends after the step at hand.</summary>
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
#pragma warning disable CA1031 // whatever it is, the tables can be made anew, and the coordinator must go on
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
