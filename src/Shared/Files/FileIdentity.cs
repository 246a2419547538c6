using System.Globalization;

namespace NNOptim.Files;

/// <summary>
/// Detects whether two paths lead to the same file through links, hard links, <c>..</c> or different letter case. The identity of a missing
/// file is its nearest existing folder and the names below it.
/// </summary>
public static class FileIdentity
{
    /// <summary>A text that is equal for all paths to one file.</summary>
    /// <exception cref="IOException">The working folder no longer exists.</exception>
    public static string Read(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (FileStatus.Read(full) is { } status)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{status.Device}:{status.Inode}");
        }

        if (File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target)
        {
            return Read(target.FullName);
        }

        // Some file systems ignore case. Names that differ only in case count as one file: this refuses too much rather than too little.
        var name = Path.GetFileName(full).ToUpperInvariant();
        return Path.GetDirectoryName(full) is { } folder ? $"{Read(folder)}/{name}" : full.ToUpperInvariant();
    }
}
