using System.Runtime.InteropServices;

namespace NNOptim.Files;

/// <summary>
/// Denies other users of the machine access to the programs' files. The process's mask covers every file, including those of SQLite, other
/// libraries and child processes. On Windows, files inherit the access list of their folder.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Restricts all files and folders that this process creates from now on to their owner.</summary>
    public static void SetMask()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The inherited mask may be stricter.
            var before = Mask((uint)Others);
            _ = Mask(before | (uint)Others);
        }
    }

    /// <summary>Removes the permissions of group and others. Skips missing paths and files of other users.</summary>
    public static void Tighten(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (!OperatingSystem.IsWindows() && Path.Exists(path))
            {
                TightenExisting(path);
            }
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void TightenExisting(string path)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & Others) != 0)
            {
                File.SetUnixFileMode(path, mode & ~Others);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file belongs to another user, or the disk is read-only. A later write reports it.
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Mask(uint mask);
}
