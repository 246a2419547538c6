using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using NNOptim.Files;
using SQLitePCL;

namespace NNOptim.Persistence;

/// <summary>
/// A SQLite file. While a process writes it, it is in write-ahead mode, in which readers never wait for the writer. At rest it is one
/// complete file: <see cref="SqliteFiles"/> makes sure of that.
/// </summary>
/// <param name="Path">Its path.</param>
public sealed record SqliteDatabase(string Path) : JournalDatabase
{
    /// <summary>How long a statement waits for another process's lock.</summary>
    private const int BusyTimeoutSeconds = 30;

    /// <summary>How long the check for a lock waits for an answer.</summary>
    private const int QuestionTimeoutSeconds = 1;

    /// <summary>The full path with all links resolved, which identifies locks.</summary>
    public string Path { get; init; } = RealPath.Resolve(Path);

    /// <inheritdoc/>
    public override string Name => Path;

    /// <summary>The connection string of writers, which create the file when it is missing.</summary>
    public override string ConnectionString => Connection(SqliteOpenMode.ReadWriteCreate);

    /// <inheritdoc/>
    public override string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqlDialect.Sqlite;

    internal override string ProviderName => "SQLite.MS";

    internal override bool HasSeveralWriters => false;

    internal override bool PluginCreatesTables => true;

    /// <inheritdoc/>
    public override string? Examine() => SqliteFileCheck.WarningOf(Path);

    /// <inheritdoc/>
    public override bool IsLocked(bool againstWriting)
    {
        if (!File.Exists(Path))
        {
            return false;
        }

        try
        {
            using var connection = Open(Connection(againstWriting ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly, QuestionTimeoutSeconds));
            if (againstWriting)
            {
                connection.BeginTransaction().Dispose();
            }
            else
            {
                Scalar(connection, "SELECT COUNT(*) FROM sqlite_master");
            }

            return false;
        }
        catch (SqliteException error)
        {
            // The next use of the database reports any other failure.
            return error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
        }
    }

    /// <inheritdoc/>
    public override void Prepare()
    {
        System.IO.Directory.CreateDirectory(Directory);
        OwnerOnly.Tighten(Path, Path + "-wal", Path + "-shm");
        if (HardLinks.CountOf(Path) is > 1 and var names)
        {
            throw new IOException($"the file has {names} names (hard links), and SQLite keeps a write-ahead log for each; keep one name");
        }

        using var connection = Open(ConnectionString);
        RefuseOtherPrograms(connection);
        BeginLog(connection);
        Execute(connection, "CREATE TABLE IF NOT EXISTS nnoptim_probe (x INTEGER); DROP TABLE nnoptim_probe;");
    }

    /// <inheritdoc/>
    public override DbConnection? OpenToRead()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        var connection = OpenReadable();
        try
        {
            if (HasJournal(connection))
            {
                return connection;
            }

            RefuseOtherPrograms(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override DbConnection OpenToWrite()
    {
        var connection = Open(Connection(SqliteOpenMode.ReadWrite));
        try
        {
            BeginLog(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override CoordinatorLease CreateLease(string address, TimeProvider time) => new FileLease(this);

    internal override ExperimentLockHolder CreateLockHolder() => new FileLockHolder(System.IO.Path.Combine(Directory, "locks"));

    public override SqliteFileWatch WatchFile() => new(this, Open(Connection(SqliteOpenMode.ReadWrite, pooling: false)));

    /// <summary>Copies the database to a file that does not exist yet; false when it has no journal.</summary>
    /// <exception cref="SqliteException">The database cannot be read, or the copy cannot be written.</exception>
    public bool TryCopyTo(string target)
    {
        using var source = (SqliteConnection?)OpenToRead();
        if (source is not null)
        {
            Copy(source, target);
        }

        return source is not null;
    }

    /// <summary>Copies a consistent state of the database to a file that does not exist yet, while others may write it.</summary>
    public static void Copy(SqliteConnection source, string target)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
        Execute(copy, "PRAGMA journal_mode = DELETE");
    }

    /// <summary>
    /// Opens the file for reading. In a read-only folder SQLite cannot create the files that write-ahead mode needs. A file without a log
    /// is then read without them.
    /// </summary>
    private SqliteConnection OpenReadable()
    {
        var connection = Open(Connection(SqliteOpenMode.ReadOnly));
        try
        {
            Scalar(connection, "SELECT COUNT(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            connection.Dispose();
            return SqliteLog.Read(Path) is null
                ? Open(Connection(SqliteOpenMode.ReadOnly, source: new Uri(Path).AbsoluteUri + "?immutable=1"))
                : throw new DatabaseFileException(
                    $"{Path} cannot be read in a read-only folder, because its last process did not close it. Copy it and {SqliteLog.PathOf(Path)} to a writable folder.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string Connection(SqliteOpenMode mode, int timeout = BusyTimeoutSeconds, bool pooling = true, string? source = null)
    {
        SqliteFiles.Add(Path);
        return new SqliteConnectionStringBuilder
        {
            DataSource = source ?? Path,
            Mode = mode,
            DefaultTimeout = timeout,
            Pooling = pooling,
        }.ToString();
    }

    /// <summary>
    /// Sets write-ahead mode. Before that, the file gets a new number, which its log holds too. The number shows whether a log belongs to
    /// another file or to an earlier state of this one.
    /// </summary>
    private static void BeginLog(SqliteConnection connection)
    {
        if (UsesLog(connection))
        {
            return;
        }

        var number = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {RandomNumberGenerator.GetInt32(1, int.MaxValue)}");
        using (var transaction = connection.BeginTransaction())
        {
            // Now no other process can set the mode.
            if (UsesLog(connection))
            {
                return;
            }

            Execute(connection, number);
            transaction.Commit();
        }

        // Written again in the new mode, so that the log begins with the page that has the number.
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, number);
    }

    private static bool UsesLog(SqliteConnection connection) => Scalar(connection, "PRAGMA journal_mode") is "wal";

    private static bool HasJournal(SqliteConnection connection) => Scalar(
        connection,
        "SELECT COUNT(*) FROM pragma_table_info('journal') WHERE name IN ('ordering', 'persistence_id', 'sequence_number', 'manifest', 'message')") is 5L;

    /// <summary>Refuses a file that has tables of another program only.</summary>
    private void RefuseOtherPrograms(SqliteConnection connection)
    {
        var tables = Scalar(
            connection,
            """
            SELECT group_concat(name, ', ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name LIMIT 5)
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name IN ('tags', 'snapshot', 'nnoptim_probe'))
            """) as string;
        if (tables is not null && !HasJournal(connection))
        {
            throw new DatabaseFileException($"{Path} is a SQLite database of another program: it has the tables {tables}.");
        }
    }

    private static object? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // no text holds anything that comes from outside
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
