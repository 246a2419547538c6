using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>Locks that are open files.</summary>
/// <param name="directory">The folder of the files, created when missing.</param>
internal sealed class FileLockHolder(string directory) : ExperimentLockHolder
{
    private readonly Dictionary<ExperimentId, FileStream> files = [];

    public override CancellationToken? TryTake(ExperimentId id)
    {
        if (FileLock.TryTake(Path.Combine(directory, $"{id}.lock")) is not { } file)
        {
            return null;
        }

        files.Add(id, file);
        return CancellationToken.None;
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
