using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Prepares a database for writing.</summary>
internal static class JournalPreparation
{
    /// <summary>Waits until no other process holds the database's lock, then creates missing tables.</summary>
    /// <exception cref="CommandException">The lock is not released in time, or the database cannot be written.</exception>
    public static void Prepare(JournalDatabase database, TimeSpan lockTimeout, TimeProvider time)
    {
        LockMonitor.WaitUntilFree(database, againstWriting: true, lockTimeout, time);
        try
        {
            database.Prepare();
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            throw CommandException.Infrastructure($"The database {database} cannot be written: {DatabaseFailure.Describe(database, error)}", error);
        }
    }
}
