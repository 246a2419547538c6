using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>
/// Asks a database from time to time whether it is there, says when another process holds it locked, and gives it up when it has
/// been away for too long or its file is another one: a process that can neither work nor say why helps nobody, and whoever
/// watches over it may start it elsewhere.
/// </summary>
internal sealed class DatabaseWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly JournalDatabase database;
    private readonly SqliteFileWatch? file;
    private readonly TimeSpan patience;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource givenUp = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly Task watching;
    private string? reason;

    private DatabaseWatch(JournalDatabase database, TimeSpan patience, TimeProvider time)
    {
        this.database = database;
        this.patience = patience;
        this.time = time;
        file = database.WatchFile();
        watching = Task.Run(WatchAsync);
    }

    /// <summary>Cancelled when the database is given up.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>Whether the database is given up; also after the watch has ended.</summary>
    public bool HasGivenUp => reason is not null;

    /// <summary>What a person is told once the database is given up.</summary>
    public CommandException Failure => CommandException.Infrastructure(reason ?? "");

    /// <summary>Starts to watch a database that is prepared.</summary>
    /// <param name="database">The database.</param>
    /// <param name="patience">How long it may be away.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="System.Data.Common.DbException">The database's file cannot be opened.</exception>
    public static DatabaseWatch Start(JournalDatabase database, TimeSpan patience, TimeProvider time) => new(database, patience, time);

    /// <summary>The database is given up for a reason that a question does not show, as when it can only be read.</summary>
    public void GiveUp(string why) => EndWith(
        $"The database {database} has been away for more than {patience.TotalSeconds:0} s, and is given up: {why.TrimEnd('.')}. What was acknowledged is in it; start again when it is back.");

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
        long? awaySince = null;
        var written = -1L;
        var journal = new HistoryProjection(database);
        var locked = new LockNotice(database, patience, time);
        while (!stopped.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            try
            {
                var before = written;
                written = journal.JournalEnd();
                awaySince = null;

                // Whoever writes holds the lock, which this process does while the journal grows.
                locked.Look(againstWriting: written == before);
            }
            catch (Exception error) when (DatabaseFailure.Is(error))
            {
                awaySince ??= asked;
                if (time.GetElapsedTime(awaySince.Value) > patience)
                {
                    GiveUp(DatabaseFailure.Describe(database, error));
                }
            }

            if (file?.Problem() is { } problem)
            {
                EndWith(Told(file, problem));
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

    /// <summary>The open file is still whole, whatever became of its name.</summary>
    private string Told(SqliteFileWatch watched, string problem)
    {
        try
        {
            return $"The database {database} {problem} while this process used it. What it held is in {watched.Rescue()}: move that back, and go on with nnoptim resume.";
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            return $"The database {database} {problem} while this process used it, and what it held could not be copied: {error.Message}";
        }
    }
}
