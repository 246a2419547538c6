using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Says on the standard error when another process has held a database locked for a while.</summary>
/// <param name="database">The database.</param>
/// <param name="patience">How long the command waits.</param>
/// <param name="time">The clock.</param>
internal sealed class LockNotice(JournalDatabase database, TimeSpan patience, TimeProvider time)
{
    /// <summary>How long a command may wait without a word.</summary>
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private long? since;
    private bool told;

    /// <summary>Looks whether the database is locked. Gives how long it has been; null where it is not.</summary>
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
            Console.Error.WriteLine($"Another process holds the lock of the database {database}; waiting for it for up to {patience.TotalSeconds:0} s.");
        }

        return waited;
    }

    /// <summary>Waits until no other process holds a database locked.</summary>
    /// <exception cref="CommandException">That took too long.</exception>
    public static void WaitUntilFree(JournalDatabase database, bool againstWriting, TimeSpan patience, TimeProvider time)
    {
        var notice = new LockNotice(database, patience, time);
        while (notice.Look(againstWriting) is { } waited)
        {
            if (waited > patience)
            {
                throw CommandException.Infrastructure(
                    $"Another process has held the lock of the database {database} for {waited.TotalSeconds:0} s. End that process, or wait longer with --db-patience where the command has it.");
            }

            Task.Delay(LookAgain, time).Wait();
        }
    }
}
