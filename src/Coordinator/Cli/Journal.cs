using NNOptim.History;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Reads the journal. Failures become messages.</summary>
internal static class Journal
{
    /// <summary>Returns the result of <paramref name="read"/>.</summary>
    /// <exception cref="CommandException">The database is unavailable or not a journal, or one of its rows is invalid.</exception>
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
