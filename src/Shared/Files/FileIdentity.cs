using System.Globalization;

namespace NNOptim.Files;

/// <summary>
/// Tells whether two paths lead to one file, whatever links, hard links, <c>..</c> and letter case they go by. Of files that are
/// not there yet, the identity is that of the nearest folder that is there, and the names from there on.
/// </summary>
public static class FileIdentity
{
    /// <summary>A text that is the same for all paths to one file.</summary>
    /// <exception cref="IOException">The working folder is gone.</exception>
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (FileStatus.Of(full) is { } status)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{status.Device}:{status.Inode}");
        }

        if (File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target)
        {
            return Of(target.FullName);
        }

        // Some file systems ignore case. Two names that differ by it alone count as one: that refuses too much rather than too little.
        var name = Path.GetFileName(full).ToUpperInvariant();
        return Path.GetDirectoryName(full) is { } folder ? $"{Of(folder)}/{name}" : full.ToUpperInvariant();
    }
}
