using System.Data.Common;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Reads the history's tables after bringing them up to the journal, with failures told in words.</summary>
internal static class HistoryReading
{
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(1);

    /// <summary>What <paramref name="read"/> makes of the tables; <paramref name="none"/> where there is no journal.</summary>
    /// <exception cref="CommandException">The database cannot be reached, read or, where the tables are missing, written.</exception>
    public static T Read<T>(JournalDatabase database, Func<HistoryTables, T> read, Func<T> none) => Guarded(database, () =>
    {
        CatchUp(database);
        using var tables = HistoryTables.Open(database);
        return tables is null ? none() : read(tables);
    });

    /// <summary>Calls what changes the journal, once no other process holds it locked, and brings the tables up to it.</summary>
    /// <exception cref="CommandException">The database failed, or is locked for too long.</exception>
    public static T Changing<T>(JournalDatabase database, Func<T> work) => Guarded(database, "changed", () =>
    {
        LockNotice.WaitUntilFree(database, againstWriting: true, CommonOptions.ReadingPatience, TimeProvider.System);
        var result = work();
        CatchUp(database);
        return result;
    });

    /// <summary>Calls what reads the database, and turns its failures into words.</summary>
    /// <exception cref="CommandException">The database failed.</exception>
    public static T Guarded<T>(JournalDatabase database, Func<T> work) => Guarded(database, "read", work);

    private static T Guarded<T>(JournalDatabase database, string done, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is JournalRowException or HistoryVersionException || DatabaseFailure.Is(error))
        {
            throw CommandException.Infrastructure(
                $"The history in {database} cannot be {done}: {DatabaseFailure.Describe(database, error)}", error);
        }
    }

    private static void CatchUp(JournalDatabase database)
    {
        var projection = new HistoryProjection(database);
        var started = TimeProvider.System.GetTimestamp();
        var told = false;
        try
        {
            if (!projection.IsBehind())
            {
                return;
            }

            LockNotice.WaitUntilFree(database, againstWriting: true, CommonOptions.ReadingPatience, TimeProvider.System);
            var result = projection.CatchUp(pause: () =>
            {
                if (!told && TimeProvider.System.GetElapsedTime(started) > SilentWait)
                {
                    told = true;
                    Console.Error.WriteLine("Bringing the history tables up to the journal; this is done once.");
                }

                return true;
            });
            foreach (var problem in result.Problems)
            {
                Console.Error.WriteLine(problem);
            }
        }
        catch (Exception error) when (error is DbException or CommandException && HasTables(database))
        {
            // Whoever may only read still reads what is there.
            Console.Error.WriteLine($"The history may lack the newest events: {DatabaseFailure.Describe(database, error)}");
        }
    }

    private static bool HasTables(JournalDatabase database)
    {
        try
        {
            using var tables = HistoryTables.Open(database);
            return tables is not null;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
