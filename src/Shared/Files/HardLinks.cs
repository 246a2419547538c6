using System.Runtime.InteropServices;

namespace NNOptim.Files;

/// <summary>
/// The number of names of a file. SQLite keeps a write-ahead log for each name, so two processes that use two names destroy the data.
/// </summary>
public static class HardLinks
{
    private const int WorkingFolder = -100;
    private const uint Links = 4;

    /// <summary>The number of names; null when there is no file, and on every system but Linux.</summary>
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

    /// <summary>The only used field of the kernel's structure, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Native
    {
        [FieldOffset(16)]
        public uint Links;
    }
}
