using System.Data.Common;
using Microsoft.Data.Sqlite;
using NNOptim.Shared.Files;

namespace NNOptim.Coordinator.Persistence;

/// <summary>A SQLite file.</summary>
/// <param name="Path">Its path.</param>
public sealed record SqliteDatabase(string Path) : JournalDatabase
{
    /// <summary>How long a statement waits for another process's lock.</summary>
    private const int BusyTimeoutSeconds = 30;

    /// <summary>The full path behind all links, by which locks hold.</summary>
    public string Path { get; init; } = RealPath.Of(Path);

    /// <inheritdoc/>
    public override string Name => Path;

    /// <summary>The connection string of writers, which make the file when it is missing.</summary>
    public override string ConnectionString => Connection(SqliteOpenMode.ReadWriteCreate);

    /// <inheritdoc/>
    public override string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqlDialect.Sqlite;

    internal override string ProviderName => "SQLite.MS";

    internal override bool HasSeveralWriters => false;

    internal override bool PluginMakesTables => true;

    /// <summary>Sets the write-ahead log, which stays in the file: readers then never wait for the writer.</summary>
    /// <inheritdoc cref="JournalDatabase.Prepare"/>
    public override void Prepare()
    {
        System.IO.Directory.CreateDirectory(Directory);
        OwnerOnly.Tighten(Path, Path + "-wal", Path + "-shm");
        if (HardLinks.CountOf(Path) is > 1 and var names)
        {
            throw new IOException($"the file has {names} names (hard links), and SQLite keeps a write-ahead log for each; keep one name");
        }

        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS nnoptim_probe (x INTEGER); DROP TABLE nnoptim_probe;";
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override DbConnection? OpenToRead() => File.Exists(Path) ? Open(SqliteOpenMode.ReadOnly) : null;

    /// <inheritdoc/>
    public override DbConnection OpenToWrite() => Open(SqliteOpenMode.ReadWrite);

    /// <inheritdoc/>
    public override CoordinatorLease CreateLease(string address, TimeProvider time) => new FileLease(this);

    internal override ExperimentLockHolder CreateLockHolder() => new FileLockHolder(System.IO.Path.Combine(Directory, "locks"));

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(Connection(mode));
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

    private string Connection(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = mode,
        DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();
}
