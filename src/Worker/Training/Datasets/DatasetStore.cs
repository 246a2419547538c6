using System.Security.Cryptography;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets;

/// <summary>
/// Stores dataset files from a coordinator, each named by its SHA-256. Several workers of a machine may share the folder. A file gets its
/// name when it is complete.
/// </summary>
/// <param name="folder">The folder, created if needed.</param>
/// <param name="time">The clock.</param>
public sealed class DatasetStore(string folder, TimeProvider time)
{
    /// <summary>Loads a dataset from the file with its SHA-256, or else from the source in its specification.</summary>
    /// <exception cref="DatasetException">The dataset cannot be loaded.</exception>
    public TrainingData Load(DatasetSpecification specification) => Resolve(specification).Data;

    /// <summary>Loads a dataset as <see cref="Load"/> does, and makes every choice that its specification leaves open.</summary>
    /// <exception cref="DatasetException">The dataset cannot be loaded.</exception>
    public LoadedDataset Resolve(DatasetSpecification specification)
    {
        var kept = Kept(specification);
        if (kept is null)
        {
            return DatasetLoader.Resolve(specification);
        }

        Touch(kept.Path!);
        try
        {
            return DatasetLoader.Resolve(kept);
        }
        catch (DatasetException)
        {
            // The file was damaged after its download. The worker downloads it again.
            File.Delete(kept.Path!);
            throw;
        }
    }

    /// <summary>Starts to store a dataset.</summary>
    public Incoming Begin(string sha256)
    {
        Directory.CreateDirectory(folder);
        return new Incoming(PathOf(sha256), sha256);
    }

    /// <summary>Deletes the least recently used datasets beyond a size. Returns the number of freed bytes.</summary>
    /// <inheritdoc cref="DatasetPruning.Prune"/>
    public long Prune(long mostBytes) => DatasetPruning.Prune(folder, mostBytes, time.GetUtcNow());

    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A read-only folder works too. The time of a file's download then counts as its last use.
        }
    }

    private DatasetSpecification? Kept(DatasetSpecification specification)
    {
        if (specification.Sha256 is not { } sha256 || !sha256.All(char.IsAsciiHexDigit) || !File.Exists(PathOf(sha256)))
        {
            return null;
        }

        return specification with
        {
            Path = PathOf(sha256),
            LabelsPath = specification.LabelsPath is null ? null : LabelsOf(PathOf(sha256)),
        };
    }

    private string PathOf(string sha256) => Path.Combine(folder, sha256);

    private static string LabelsOf(string path) => path + ".labels";

    /// <summary>A dataset during its download, in a file with a temporary name. Parts may arrive in any order.</summary>
    public sealed class Incoming : IDisposable
    {
        private readonly string path;
        private readonly string sha256;
        private readonly FileStream file;
        private long firstFileBytes;

        internal Incoming(string path, string sha256)
        {
            this.path = path;
            this.sha256 = sha256;
            file = new FileStream($"{path}.{Guid.NewGuid():N}.part", FileMode.CreateNew, FileAccess.ReadWrite);
        }

        /// <summary>Writes a part.</summary>
        /// <param name="bytes">The part.</param>
        /// <param name="offset">Its offset in the dataset, in bytes.</param>
        /// <param name="firstFile">The number of bytes of the dataset's first file. The rest is the labels' file.</param>
        /// <exception cref="IOException">The disk is full.</exception>
        public void Write(ReadOnlySpan<byte> bytes, long offset, long firstFile)
        {
            firstFileBytes = firstFile;
            RandomAccess.Write(file.SafeFileHandle, bytes, offset);
        }

        /// <summary>Keeps the download if its SHA-256 is correct. Reads the whole file.</summary>
        /// <exception cref="DatasetException">The SHA-256 differs.</exception>
        public void Keep()
        {
            file.Position = 0;
            if (Convert.ToHexStringLower(SHA256.HashData(file)) != sha256)
            {
                throw new DatasetException($"the dataset came from the coordinator with another SHA-256 than {sha256}.");
            }

            if (firstFileBytes < file.Length)
            {
                KeepLabels();
                file.SetLength(firstFileBytes);
            }

            file.Flush(flushToDisk: true);
            File.Move(file.Name, path, overwrite: true);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            file.Dispose();
            File.Delete(file.Name);
        }

        private void KeepLabels()
        {
            var labels = $"{file.Name}.labels";
            using (var target = new FileStream(labels, FileMode.CreateNew))
            {
                file.Position = firstFileBytes;
                file.CopyTo(target);
                target.Flush(flushToDisk: true);
            }

            File.Move(labels, LabelsOf(path), overwrite: true);
        }
    }
}
