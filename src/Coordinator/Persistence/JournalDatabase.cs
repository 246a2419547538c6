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

    /// <summary>The user's own database, where none is named.</summary>
    public static JournalDatabase Default => new SqliteDatabase(Path.Combine(DataFolder.Path, DefaultFileName));

    /// <summary>What people are shown: a path or a connection, never a password. <c>--db</c> understands it.</summary>
    public abstract string Name { get; }

    /// <summary>The connection string of those who write. May hold a password: for drivers only, never shown.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>The folder of this machine that belongs to the database: logs stand there.</summary>
    public abstract string Directory { get; }

    /// <summary>linq2db's name of the kind of database.</summary>
    internal abstract string ProviderName { get; }

    /// <summary>Whether statements of several connections may write at a time.</summary>
    internal abstract bool HasSeveralWriters { get; }

    /// <summary>Whether the journal's plugin makes its tables itself.</summary>
    internal abstract bool PluginMakesTables { get; }

    /// <summary>What its statements are written in.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Makes what is missing of the database before the first event is written, and finds out whether it can be written.
    /// Two processes may do so at once.
    /// </summary>
    /// <exception cref="DbException">The database cannot be reached or written, or is none.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made.</exception>
    public abstract void Prepare();

    /// <summary>An open connection for reading; null when there is no journal yet. Makes nothing.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is none.</exception>
    public abstract DbConnection? OpenToRead();

    /// <summary>An open connection for writing, to a database that <see cref="Prepare"/> made.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is none.</exception>
    public abstract DbConnection OpenToWrite();

    /// <summary>Looks at the database's files before they are opened, and changes nothing. Gives a warning for the user; null when there is none.</summary>
    /// <exception cref="IOException">The files may not be opened as they stand, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The files may not be read.</exception>
    public virtual string? Examine() => null;

    /// <summary>Whether another process holds a lock on the database, against reading or also against writing.</summary>
    public virtual bool IsLocked(bool againstWriting) => false;

    /// <summary>Watches the open file, from <see cref="Prepare"/> on; null where the database is no file of this machine.</summary>
    public virtual SqliteFileWatch? WatchFile() => null;

    /// <summary>What keeps a second process from writing the same experiments.</summary>
    internal abstract ExperimentLockHolder CreateLockHolder();

    /// <summary>The lease that decides which process is the coordinator, for one that is reached at an address, <c>host:port</c>. Takes nothing yet.</summary>
    public abstract CoordinatorLease CreateLease(string address, TimeProvider time);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
