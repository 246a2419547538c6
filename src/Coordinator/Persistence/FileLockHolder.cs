using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Persistence;

/// <summary>Locks of open files, which are the operating system's and end with the process, however that ends.</summary>
/// <param name="directory">The folder of the files, made when missing.</param>
internal sealed class FileLockHolder(string directory) : ExperimentLockHolder
{
    private readonly Dictionary<ExperimentId, FileStream> files = [];

    public override CancellationToken? TryTake(ExperimentId id)
    {
        Directory.CreateDirectory(directory);
        try
        {
            files.Add(id, new FileStream(
                Path.Combine(directory, $"{id}.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose));
            return CancellationToken.None;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public override void Release(ExperimentId id)
    {
        if (files.Remove(id, out var file))
        {
            file.Dispose();
        }
    }

    public override void Dispose()
    {
        foreach (var file in files.Values)
        {
            file.Dispose();
        }

        files.Clear();
    }
}
