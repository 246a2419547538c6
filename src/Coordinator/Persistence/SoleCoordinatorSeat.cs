namespace NNOptim.Coordinator.Persistence;

/// <summary>The place of the one coordinator that a SQLite database admits: a locked file beside it.</summary>
/// <param name="database">The database.</param>
internal sealed class SoleCoordinatorSeat(SqliteDatabase database) : CoordinatorSeat
{
    private FileStream? file;

    public override void Take()
    {
        file ??= FileLock.TryTake(Path.Combine(database.Directory, "locks", $"{Path.GetFileName(database.Path)}.coordinator.lock"))
            ?? throw new CoordinatorSeatTakenException(
                $"Another coordinator serves {database}; several coordinators need a PostgreSQL database.");
    }

    public override IReadOnlyList<string> NodesToJoin() => [];

    public override void Joined()
    {
    }

    public override void Keep()
    {
    }

    public override bool IsAlive(string other) => false;

    public override void Dispose()
    {
        file?.Dispose();
        file = null;
    }
}
