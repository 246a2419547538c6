using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Makes a database ready for a process that writes it.</summary>
internal static class JournalPreparation
{
    /// <summary>Waits while another process holds the database locked, then makes the tables that are missing.</summary>
    /// <exception cref="CommandException">It is locked for too long, or cannot be written.</exception>
    public static void Prepare(JournalDatabase database, TimeSpan patience, TimeProvider time)
    {
        LockNotice.WaitUntilFree(database, againstWriting: true, patience, time);
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
