namespace NNOptim.Persistence;

/// <summary>The lease of a SQLite database: a locked file beside it. It allows one coordinator and no standby.</summary>
/// <param name="database">The database.</param>
internal sealed class FileLease(SqliteDatabase database) : CoordinatorLease
{
    private FileStream? file;

    /// <inheritdoc/>
    public override LeaseTerm? TryTake()
    {
        file ??= FileLock.TryTake(Path.Combine(database.Directory, "locks", $"{Path.GetFileName(database.Path)}.coordinator.lock"))
            ?? throw new LeaseRefusedException(
                $"Another coordinator serves {database}; several coordinators need a PostgreSQL database.", isUsersMistake: true);
        return new LeaseTerm(0, database);
    }

    /// <inheritdoc/>
    public override bool Renew() => file is not null;

    /// <inheritdoc/>
    public override void Release() => Dispose();

    /// <inheritdoc/>
    public override void Dispose()
    {
        file?.Dispose();
        file = null;
    }
}
