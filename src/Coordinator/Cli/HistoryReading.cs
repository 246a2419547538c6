using System.Data.Common;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>Updates the history tables from the journal and reads them. Failures become messages.</summary>
internal static class HistoryReading
{
    private static readonly TimeSpan NoticeDelay = TimeSpan.FromSeconds(1);

    /// <summary>Returns the result of <paramref name="read"/>, or that of <paramref name="none"/> when there is no journal.</summary>
    /// <exception cref="CommandException">The database is unavailable or unreadable, or missing tables cannot be created.</exception>
    public static T Read<T>(JournalDatabase database, Func<HistoryTables, T> read, Func<T> none) => TranslateErrors(database, () =>
    {
        CatchUp(database);
        using var tables = HistoryTables.Open(database);
        return tables is null ? none() : read(tables);
    });

    /// <summary>Waits for the journal's lock, calls <paramref name="work"/>, which may change the journal, and updates the tables.</summary>
    /// <exception cref="CommandException">The database failed, or its lock is not released in time.</exception>
    public static T Change<T>(JournalDatabase database, Func<T> work) => TranslateErrors(database, "changed", () =>
    {
        LockMonitor.WaitUntilFree(database, againstWriting: true, CommonOptions.DefaultLockTimeout, TimeProvider.System);
        var result = work();
        CatchUp(database);
        return result;
    });

    /// <summary>Calls <paramref name="work"/> and converts database failures to messages.</summary>
    /// <exception cref="CommandException">The database failed.</exception>
    public static T TranslateErrors<T>(JournalDatabase database, Func<T> work) => TranslateErrors(database, "read", work);

    private static T TranslateErrors<T>(JournalDatabase database, string done, Func<T> work)
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
        var isReported = false;
        try
        {
            if (!projection.IsBehind())
            {
                return;
            }

            LockMonitor.WaitUntilFree(database, againstWriting: true, CommonOptions.DefaultLockTimeout, TimeProvider.System);
            var result = projection.CatchUp(pause: () =>
            {
                if (!isReported && TimeProvider.System.GetElapsedTime(started) > NoticeDelay)
                {
                    isReported = true;
                    Console.Error.WriteLine("Updating the history tables from the journal; this happens once.");
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
            // A user without write access still reads the existing tables.
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
