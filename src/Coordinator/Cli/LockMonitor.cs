using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Reports on the standard error that another process has locked a database for several seconds.</summary>
/// <param name="database">The database.</param>
/// <param name="timeout">How long the command waits.</param>
/// <param name="time">The clock.</param>
internal sealed class LockMonitor(JournalDatabase database, TimeSpan timeout, TimeProvider time)
{
    /// <summary>How long a command waits before it reports the lock.</summary>
    private static readonly TimeSpan NoticeDelay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);

    private long? since;
    private bool isReported;

    /// <summary>Returns how long the database has been locked; null when it is not locked.</summary>
    public TimeSpan? Check(bool againstWriting)
    {
        var asked = time.GetTimestamp();
        if (!database.IsLocked(againstWriting))
        {
            if (isReported)
            {
                Console.Error.WriteLine($"The database {database} is no longer locked.");
            }

            (since, isReported) = (null, false);
            return null;
        }

        since ??= asked;
        var waited = time.GetElapsedTime(since.Value);
        if (!isReported && waited > NoticeDelay)
        {
            isReported = true;
            Console.Error.WriteLine($"Another process holds the lock of the database {database}; waiting up to {timeout.TotalSeconds:0} s.");
        }

        return waited;
    }

    /// <summary>Waits until no other process holds a database locked.</summary>
    /// <exception cref="CommandException">The lock is not released in time.</exception>
    public static void WaitUntilFree(JournalDatabase database, bool againstWriting, TimeSpan timeout, TimeProvider time)
    {
        var monitor = new LockMonitor(database, timeout, time);
        while (monitor.Check(againstWriting) is { } waited)
        {
            if (waited > timeout)
            {
                throw CommandException.Infrastructure(
                    $"Another process has held the lock of the database {database} for {waited.TotalSeconds:0} s. End that process, or increase --db-patience if the command has that option.");
            }

            Task.Delay(CheckInterval, time).Wait();
        }
    }
}
