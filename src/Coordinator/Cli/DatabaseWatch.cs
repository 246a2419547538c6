using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>
/// Polls a database and reports a lock held by another process. Gives the database up when it is unavailable for too long or its
/// file was replaced. The process then ends, so that a supervisor can restart it elsewhere.
/// </summary>
internal sealed class DatabaseWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly JournalDatabase database;
    private readonly SqliteFileWatch? file;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource givenUp = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly Task watching;
    private string? reason;

    private DatabaseWatch(JournalDatabase database, TimeSpan timeout, TimeProvider time)
    {
        this.database = database;
        this.timeout = timeout;
        this.time = time;
        file = database.WatchFile();
        watching = Task.Run(WatchAsync);
    }

    /// <summary>Cancelled when the database is given up.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>Whether the database was given up. Valid also after the watch has ended.</summary>
    public bool HasGivenUp => reason is not null;

    /// <summary>The error to show once the database is given up.</summary>
    public CommandException Failure => CommandException.Infrastructure(reason ?? "");

    /// <summary>Starts to watch a prepared database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="timeout">How long it may be unavailable.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="System.Data.Common.DbException">The database's file cannot be opened.</exception>
    public static DatabaseWatch Start(JournalDatabase database, TimeSpan timeout, TimeProvider time) => new(database, timeout, time);

    /// <summary>Gives the database up for a reason that polling cannot find, for example when it is read-only.</summary>
    public void GiveUp(string why) => EndWith(
        $"The database {database} has been unavailable for more than {timeout.TotalSeconds:0} s: {why.TrimEnd('.')}. It holds all acknowledged results; start the program again when the database is available.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        file?.Dispose();
        stopped.Dispose();
        givenUp.Dispose();
    }

    private async Task WatchAsync()
    {
        long? unavailableSince = null;
        var written = -1L;
        var journal = new HistoryProjection(database);
        var locked = new LockMonitor(database, timeout, time);
        while (!stopped.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            try
            {
                var before = written;
                written = journal.JournalEnd();
                unavailableSince = null;

                // While the journal grows, this process is the writer and holds the lock itself.
                locked.Check(againstWriting: written == before);
            }
            catch (Exception error) when (DatabaseFailure.Is(error))
            {
                unavailableSince ??= asked;
                if (time.GetElapsedTime(unavailableSince.Value) > timeout)
                {
                    GiveUp(DatabaseFailure.Describe(database, error));
                }
            }

            if (file?.Problem() is { } problem)
            {
                EndWith(DescribeFileProblem(file, problem));
                return;
            }

            await Task.Delay(Interval, time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void EndWith(string sentence)
    {
        if (Interlocked.CompareExchange(ref reason, sentence, null) is null)
        {
            givenUp.Cancel();
        }
    }

    /// <summary>Describes the problem, and copies the open file, which is still complete after it was deleted or renamed.</summary>
    private string DescribeFileProblem(SqliteFileWatch watched, string problem)
    {
        try
        {
            return $"The database {database} {problem} while this process used it. Its contents are in {watched.Rescue()}: move that file back, then continue with nnoptim resume.";
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            return $"The database {database} {problem} while this process used it, and its contents could not be copied: {error.Message}";
        }
    }
}
