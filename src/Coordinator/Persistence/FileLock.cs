namespace NNOptim.Persistence;

/// <summary>The operating system's lock of an open file, which ends with the process, however that ends.</summary>
internal static class FileLock
{
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    // EWOULDBLOCK of Linux and of macOS and BSD: there .NET takes flock for the sharing that it asks for.
    private const int HeldOnLinux = 11;
    private const int HeldOnMacOS = 35;

    /// <summary>Makes and locks a file, which is deleted when it is closed; null when another process holds it.</summary>
    /// <exception cref="IOException">The file cannot be made: there is no room, for example.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static FileStream? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException held) when (held.HResult is SharingViolationOnWindows or HeldOnLinux or HeldOnMacOS)
        {
            return null;
        }
    }
}
