using Microsoft.Data.Sqlite;
using NNOptim.Coordinator.History;
using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Commands;

/// <summary>Reads the journal, with failures told in words.</summary>
internal static class Journal
{
    /// <summary>What <paramref name="read"/> makes of the journal.</summary>
    /// <exception cref="CommandException">The file is no journal, or a row of it cannot be read or names a run that the grid does not have.</exception>
    public static T Read<T>(JournalDatabase database, Func<JournalReader, T> read)
    {
        try
        {
            return read(new JournalReader(database));
        }
        catch (Exception error) when (error is SqliteException or JournalRowException or IOException or ArgumentOutOfRangeException)
        {
            throw CommandException.Infrastructure($"The journal {database.Path} cannot be read: {error.Message}", error);
        }
    }
}
