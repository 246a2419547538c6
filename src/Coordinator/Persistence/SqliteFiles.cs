using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NNOptim.Persistence;

/// <summary>
/// The SQLite files that this process has opened. The driver's pools, which keep connections open, belong to the process too.
/// </summary>
public static class SqliteFiles
{
    private static readonly ConcurrentDictionary<string, bool> Opened = new(StringComparer.Ordinal);

    /// <summary>
    /// Closes what the process has open, and brings the log of each file into the file, unless another process goes on with it. The
    /// file is complete then: it can be copied and moved alone, and read where nothing can be written.
    /// </summary>
    public static void CheckpointAll()
    {
        SqliteConnection.ClearAllPools();
        foreach (var path in Opened.Keys)
        {
            try
            {
                Checkpoint(path);
            }
            catch (Exception error) when (DatabaseFailure.Is(error))
            {
                // It is gone, or may only be read. Nothing of it is lost: the next process to open it takes the log in.
            }
        }
    }

    /// <summary>Notes that the process opens a file.</summary>
    internal static void Add(string path) => Opened.TryAdd(path, true);

    /// <summary>Brings the log of a file into it, unless somebody has it open.</summary>
    internal static void Checkpoint(string path)
    {
        if (SqliteHeader.Of(path) is not { UsesLog: true })
        {
            return;
        }

        // Another file may have taken the place of the one that the log belongs to.
        SqliteFileCheck.WarningOf(path);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();

        // Past the driver, which would wait long for the lock of a process that goes on with the file.
        if (raw.sqlite3_exec(connection.Handle, "PRAGMA journal_mode = DELETE") != raw.SQLITE_OK)
        {
            raw.sqlite3_exec(connection.Handle, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
