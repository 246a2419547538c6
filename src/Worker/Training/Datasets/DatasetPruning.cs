namespace NNOptim.Training.Datasets;

/// <summary>
/// Limits the size of the datasets folder. A file's modification time is its last use by any worker of the machine. Workers can download
/// deleted datasets from the coordinator again.
/// </summary>
internal static class DatasetPruning
{
    /// <summary>A file used within this time counts as in use, because another worker may be reading it.</summary>
    public static readonly TimeSpan InUse = TimeSpan.FromHours(1);

    private const int HashLength = 64;

    /// <summary>
    /// Deletes the least recently used datasets beyond a size, and the remains of interrupted downloads. Returns the number of freed bytes.
    /// </summary>
    /// <param name="folder">The folder; may be missing.</param>
    /// <param name="mostBytes">The number of bytes that may stay. Files that may be in use count towards it, but always stay.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static long Prune(string folder, long mostBytes, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var (kept, freed) = (0L, 0L);
        var datasets = new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => file.Name.Length >= HashLength && file.Name[..HashLength].All(char.IsAsciiHexDigit))
            .GroupBy(file => KeyOf(file.Name))
            .Select(files => (IsBroken: files.Key.Length > HashLength, Files: files.ToList(), Bytes: files.Sum(file => file.Length), Used: files.Max(file => file.LastWriteTimeUtc)))
            .OrderByDescending(dataset => dataset.Used)
            .ToList();
        foreach (var dataset in datasets)
        {
            if (now.UtcDateTime - dataset.Used < InUse || (!dataset.IsBroken && kept + dataset.Bytes <= mostBytes))
            {
                kept += dataset.Bytes;
            }
            else
            {
                freed += dataset.Files.Sum(Delete);
            }
        }

        return freed;
    }

    /// <summary>
    /// The key that the files of a dataset share: the SHA-256, or for a download the part of the name before <c>.part</c>.
    /// </summary>
    private static string KeyOf(string name) => name[..(name.IndexOf(".part", StringComparison.Ordinal) is > 0 and var end ? end : HashLength)];

    private static long Delete(FileInfo file)
    {
        try
        {
            var bytes = file.Length;
            file.Delete();
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another worker deleted the file already or has it open.
            return 0;
        }
    }
}
