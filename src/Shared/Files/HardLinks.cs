using System.Runtime.InteropServices;

namespace NNOptim.Files;

/// <summary>
/// Counts the names of a file. SQLite has a separate write-ahead log for each name. Two processes that use two names therefore destroy the
/// data.
/// </summary>
public static class HardLinks
{
    private const int WorkingFolder = -100;
    private const uint Links = 4;

    /// <summary>The number of names; null when there is no file, and on systems other than Linux.</summary>
    public static uint? CountOf(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() && Status(WorkingFolder, path, 0, Links, out var status) == 0 ? status.Links : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Native status);

    /// <summary>The only used field of the kernel's structure. Its layout is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Native
    {
        [FieldOffset(16)]
        public uint Links;
    }
}
