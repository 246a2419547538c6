using System.Data.Common;
using NNOptim.Hosting;

namespace NNOptim.Persistence;

/// <summary>The database that holds the journal: a SQLite file or a PostgreSQL database.</summary>
public abstract record JournalDatabase
{
    /// <summary>The name of the default SQLite file in the data folder.</summary>
    public const string DefaultFileName = "nnoptim.db";

    private protected JournalDatabase()
    {
    }

    /// <summary>The user's own database, the default.</summary>
    public static JournalDatabase Default => new SqliteDatabase(Path.Combine(DataFolder.Path, DefaultFileName));

    /// <summary>The text for people: a path or a connection, never a password. <c>--db</c> accepts it.</summary>
    public abstract string Name { get; }

    /// <summary>The connection string of writers. May hold a password: for drivers only, never shown.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>The local folder that belongs to the database; it holds logs.</summary>
    public abstract string Directory { get; }

    /// <summary>The provider name of linq2db.</summary>
    internal abstract string ProviderName { get; }

    /// <summary>Whether statements of several connections may write at the same time.</summary>
    internal abstract bool HasSeveralWriters { get; }

    /// <summary>Whether the journal's plugin creates its tables itself.</summary>
    internal abstract bool PluginCreatesTables { get; }

    /// <summary>The SQL dialect of its statements.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Creates missing parts of the database before the first event is written, and checks whether it can be written. Two processes may
    /// do so at the same time.
    /// </summary>
    /// <exception cref="DbException">The database cannot be reached or written, or is not a database.</exception>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created.</exception>
    public abstract void Prepare();

    /// <summary>An open connection for reading; null when there is no journal yet. Creates nothing.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is not a database.</exception>
    public abstract DbConnection? OpenToRead();

    /// <summary>An open connection for writing, to a database that <see cref="Prepare"/> has prepared.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is not a database.</exception>
    public abstract DbConnection OpenToWrite();

    /// <summary>
    /// Checks the database's files before they are opened, and changes nothing. Returns a warning for the user; null when there is none.
    /// </summary>
    /// <exception cref="IOException">The files must not be opened in this state, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The files may not be read.</exception>
    public virtual string? Examine() => null;

    /// <summary>Whether another process holds a lock on the database, which excludes reading or only writing.</summary>
    public virtual bool IsLocked(bool againstWriting) => false;

    /// <summary>Watches the open file, after <see cref="Prepare"/>; null when the database is not a local file.</summary>
    public virtual SqliteFileWatch? WatchFile() => null;

    /// <summary>The locks that keep a second process from writing the same experiments.</summary>
    internal abstract ExperimentLockHolder CreateLockHolder();

    /// <summary>
    /// The lease that decides which process is the coordinator, for a process at an address, <c>host:port</c>. Does not take it.
    /// </summary>
    public abstract CoordinatorLease CreateLease(string address, TimeProvider time);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
