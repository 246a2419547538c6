using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NNOptim.Persistence;

/// <summary>The SQLite files that this process has opened, the connections in the driver's pools included.</summary>
public static class SqliteFiles
{
    private static readonly ConcurrentDictionary<string, bool> Opened = new(StringComparer.Ordinal);

    /// <summary>
    /// Closes all connections of the process and merges each log into its file, unless another process uses it. The file is complete then:
    /// it can be copied and moved alone, and read in a read-only folder.
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
                // The file is gone, or is read-only. Nothing is lost: the next process that opens it applies the log.
            }
        }
    }

    /// <summary>Records that the process opens a file.</summary>
    internal static void Add(string path) => Opened.TryAdd(path, true);

    /// <summary>Merges the log of a file into it, unless another process has it open.</summary>
    internal static void Checkpoint(string path)
    {
        if (SqliteHeader.Read(path) is not { UsesLog: true })
        {
            return;
        }

        // Another file may have replaced the one that the log belongs to.
        SqliteFileCheck.WarningOf(path);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();

        // Bypasses the driver, which would wait long for the lock of another process that uses the file.
        if (raw.sqlite3_exec(connection.Handle, "PRAGMA journal_mode = DELETE") != raw.SQLITE_OK)
        {
            raw.sqlite3_exec(connection.Handle, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
