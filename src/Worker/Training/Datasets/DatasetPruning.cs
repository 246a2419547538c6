namespace NNOptim.Training.Datasets;

/// <summary>
/// Keeps the folder of datasets within bounds. The last use of a dataset, by whichever worker of the machine, is the time of its
/// file's last change. What goes can be had from the coordinator again.
/// </summary>
internal static class DatasetPruning
{
    /// <summary>What was used within this time may be in use: by another worker, that reads it now or is about to.</summary>
    public static readonly TimeSpan InUse = TimeSpan.FromHours(1);

    private const int HashLength = 64;

    /// <summary>Deletes the datasets used longest ago beyond a size, and what is left of broken downloads. Gives the bytes that were freed.</summary>
    /// <param name="folder">The folder; may be missing.</param>
    /// <param name="mostBytes">The bytes that may stay; more do while they may be in use.</param>
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

    /// <summary>The files of a dataset go together: the SHA-256, or for a download that and what comes before <c>.part</c>.</summary>
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
            // Another worker was here first, or holds it open.
            return 0;
        }
    }
}
