using NNOptim.History;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Reads the journal, with failures told in words.</summary>
internal static class Journal
{
    /// <summary>What <paramref name="read"/> makes of the journal.</summary>
    /// <exception cref="CommandException">The database cannot be reached or is no journal, or a row of it cannot be read or names a run that the grid does not have.</exception>
    public static T Read<T>(JournalDatabase database, Func<JournalReader, T> read)
    {
        try
        {
            return read(new JournalReader(database));
        }
        catch (Exception error) when (error is JournalRowException or ArgumentOutOfRangeException || DatabaseFailure.Is(error))
        {
            throw CommandException.Infrastructure($"The journal {database} cannot be read: {DatabaseFailure.Describe(database, error)}", error);
        }
    }
}
