using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Commands;

/// <summary>
/// Asks a coordinator's database from time to time whether it is there, and gives it up when it has been away for too long: a
/// process that can neither work nor say why helps nobody, and whoever watches over it may start it elsewhere.
/// </summary>
internal sealed class DatabaseWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly JournalDatabase database;
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
        watching = Task.Run(WatchAsync);
    }

    /// <summary>Cancelled when the database is given up.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>What a person is told once the database is given up.</summary>
    public CommandException Failure => CommandException.Infrastructure(
        $"The database {database} has been away for more than {patience.TotalSeconds:0} s, and is given up: {reason}. What was acknowledged is in it; start again when it is back.");

    /// <summary>Starts to watch.</summary>
    /// <param name="database">The database.</param>
    /// <param name="patience">How long it may be away.</param>
    /// <param name="time">The clock.</param>
    public static DatabaseWatch Start(JournalDatabase database, TimeSpan patience, TimeProvider time) => new(database, patience, time);

    /// <summary>The database is given up for a reason that a question does not show, as when it can only be read.</summary>
    public void GiveUp(string why)
    {
        if (Interlocked.CompareExchange(ref reason, why.TrimEnd('.'), null) is null)
        {
            givenUp.Cancel();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        stopped.Dispose();
        givenUp.Dispose();
    }

    private async Task WatchAsync()
    {
        long? awaySince = null;
        while (!stopped.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            try
            {
                using var connection = database.OpenToRead();
                awaySince = null;
            }
            catch (Exception error) when (DatabaseFailure.Is(error))
            {
                awaySince ??= asked;
                if (time.GetElapsedTime(awaySince.Value) > patience)
                {
                    GiveUp(DatabaseFailure.Describe(database, error));
                }
            }

            await Task.Delay(Interval, time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
