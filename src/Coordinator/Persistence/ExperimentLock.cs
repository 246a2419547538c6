using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Persistence;

/// <summary>
/// Keeps a second process from running the same experiment of the same database. The lock is the operating system's on
/// an open file, so it ends with the process, however that ends.
/// </summary>
public sealed class ExperimentLock : IDisposable
{
    private readonly FileStream file;

    private ExperimentLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock; null when another process holds it.</summary>
    public static ExperimentLock? TryTake(JournalDatabase database, ExperimentId id)
    {
        var directory = Path.Combine(database.Directory, "locks");
        Directory.CreateDirectory(directory);
        try
        {
            return new ExperimentLock(new FileStream(
                Path.Combine(directory, $"{id}.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
