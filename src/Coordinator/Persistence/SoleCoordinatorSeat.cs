namespace NNOptim.Coordinator.Persistence;

/// <summary>The place of the one coordinator that a SQLite database admits: a locked file beside it.</summary>
/// <param name="database">The database.</param>
internal sealed class SoleCoordinatorSeat(SqliteDatabase database) : CoordinatorSeat
{
    private FileStream? file;

    public override void Take()
    {
        if (file is not null)
        {
            return;
        }

        var directory = Path.Combine(database.Directory, "locks");
        Directory.CreateDirectory(directory);
        try
        {
            file = new FileStream(
                Path.Combine(directory, $"{Path.GetFileName(database.Path)}.coordinator.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new CoordinatorSeatTakenException(
                $"Another coordinator serves {database}; several coordinators need a PostgreSQL database.");
        }
    }

    public override IReadOnlyList<string> NodesToJoin() => [];

    public override void Joined()
    {
    }

    public override void Dispose()
    {
        file?.Dispose();
        file = null;
    }
}
