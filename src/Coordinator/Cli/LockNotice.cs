using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Reports on the standard error that another process has locked a database for several seconds.</summary>
/// <param name="database">The database.</param>
/// <param name="patience">How long the command waits.</param>
/// <param name="time">The clock.</param>
internal sealed class LockNotice(JournalDatabase database, TimeSpan patience, TimeProvider time)
{
    /// <summary>How long a command waits before it reports the lock.</summary>
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private long? since;
    private bool told;

    /// <summary>Returns how long the database has been locked; null when it is not locked.</summary>
    public TimeSpan? Look(bool againstWriting)
    {
        var asked = time.GetTimestamp();
        if (!database.IsLocked(againstWriting))
        {
            if (told)
            {
                Console.Error.WriteLine($"The database {database} is no longer locked.");
            }

            (since, told) = (null, false);
            return null;
        }

        since ??= asked;
        var waited = time.GetElapsedTime(since.Value);
        if (!told && waited > SilentWait)
        {
            told = true;
            Console.Error.WriteLine($"Another process holds the lock of the database {database}; waiting up to {patience.TotalSeconds:0} s.");
        }

        return waited;
    }

    /// <summary>Waits until no other process holds a database locked.</summary>
    /// <exception cref="CommandException">The lock is not released in time.</exception>
    public static void WaitUntilFree(JournalDatabase database, bool againstWriting, TimeSpan patience, TimeProvider time)
    {
        var notice = new LockNotice(database, patience, time);
        while (notice.Look(againstWriting) is { } waited)
        {
            if (waited > patience)
            {
                throw CommandException.Infrastructure(
                    $"Another process has held the lock of the database {database} for {waited.TotalSeconds:0} s. End that process, or increase --db-patience if the command has that option.");
            }

            Task.Delay(LookAgain, time).Wait();
        }
    }
}
