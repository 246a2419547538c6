using System.Runtime.InteropServices;

namespace NNOptim.Shared.Files;

/// <summary>
/// Keeps what the programs write from other users of the machine. The process's mask holds for every file, also those that SQLite and other
/// libraries make, and for the processes that it starts. Windows has no mask: there a folder's access list says it for the files in it.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Lets whatever this process makes from now on be its owner's alone.</summary>
    public static void SetMask()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Whoever started the program may have masked more than this.
            var before = Mask((uint)Others);
            _ = Mask(before | (uint)Others);
        }
    }

    /// <summary>Takes from all but the owner what an earlier version, or another program, let them do. What is not there, or not this user's, is left alone.</summary>
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
            // Another user's file, or a disk that cannot be written: whoever writes to it finds out.
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Mask(uint mask);
}
