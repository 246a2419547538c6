using System.Runtime.InteropServices;

namespace NNOptim.Files;

/// <summary>How many names a file has. SQLite keeps a write-ahead log for each name, so that two processes by two names destroy the data.</summary>
public static class HardLinks
{
    private const int WorkingFolder = -100;
    private const uint Links = 4;

    /// <summary>The number of names; null where the system does not tell, which is everywhere but on Linux, and where there is no file.</summary>
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

    /// <summary>The one field that is used of the kernel's structure, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Native
    {
        [FieldOffset(16)]
        public uint Links;
    }
}
