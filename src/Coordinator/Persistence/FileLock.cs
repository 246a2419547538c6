namespace NNOptim.Persistence;

/// <summary>The operating system's lock of an open file. It ends when the process ends in any way.</summary>
internal static class FileLock
{
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    // EWOULDBLOCK of Linux and of macOS and BSD: .NET uses flock there for the requested sharing.
    private const int HeldOnLinux = 11;
    private const int HeldOnMacOS = 35;

    /// <summary>Creates and locks a file, which is deleted when it is closed; null when another process holds it.</summary>
    /// <exception cref="IOException">The file cannot be created, for example because there is no space.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be created.</exception>
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
