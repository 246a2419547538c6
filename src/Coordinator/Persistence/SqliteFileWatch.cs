using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NNOptim.Persistence;

/// <summary>Keeps a SQLite file open, to detect when it or its log is deleted or replaced while this process uses it.</summary>
public sealed class SqliteFileWatch : IDisposable
{
    /// <summary>The operation code of SQLite for the check whether the open file was moved.</summary>
    private const int HasMoved = 20;

    private const nint MainDatabase = 0;

    private readonly SqliteDatabase database;
    private readonly SqliteConnection connection;
    private readonly bool hasLog;

    /// <param name="database">The database.</param>
    /// <param name="connection">A connection of its own, which it closes.</param>
    public SqliteFileWatch(SqliteDatabase database, SqliteConnection connection)
    {
        this.database = database;
        this.connection = connection;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
        command.ExecuteScalar();
        hasLog = File.Exists(SqliteLog.PathOf(database.Path));
    }

    /// <summary>What happened to the file, as the predicate of a sentence; null when nothing did.</summary>
    public string? Problem()
    {
        if (!File.Exists(database.Path))
        {
            return "was deleted or moved";
        }

        var moved = 0;
        if (FileControl(connection.Handle!.DangerousGetHandle(), MainDatabase, HasMoved, ref moved) == raw.SQLITE_OK && moved != 0)
        {
            return "was replaced by another file";
        }

        return hasLog && !File.Exists(SqliteLog.PathOf(database.Path)) ? "lost its -wal file, which was deleted or moved" : null;
    }

    /// <summary>Copies the open file's content to a new file beside it. Returns the path.</summary>
    /// <exception cref="SqliteException">The copy cannot be written.</exception>
    public string Rescue()
    {
        var target = Enumerable.Range(1, int.MaxValue)
            .Select(number => $"{database.Path}.rescued{(number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture))}")
            .First(path => !File.Exists(path));
        SqliteDatabase.Copy(connection, target);
        return target;
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    // The driver does not offer this call.
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, nint schema, int operation, ref int answer);
}
