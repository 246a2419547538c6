using System.Runtime.InteropServices;

namespace NNOptim.Files;

/// <summary>
/// The type and the identity of a file on Unix. .NET has no public API for either, so this calls .NET's own native library.
/// </summary>
/// <param name="Type">The type bits of the mode.</param>
/// <param name="Device">The device that holds the file.</param>
/// <param name="Inode">The number of the file on its device.</param>
internal readonly record struct FileStatus(int Type, long Device, long Inode)
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => Type == RegularType;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Type == FolderType;

    /// <summary>The type in words.</summary>
    public string Description => Type switch
    {
        RegularType => "a regular file",
        FolderType => "a folder",
        0x1000 => "a pipe",
        0xC000 => "a socket",
        0x2000 or 0x6000 => "a device",
        _ => "a special file",
    };

    /// <summary>The status of a path's target after following links; null when it is unavailable, and on Windows.</summary>
    public static FileStatus? Read(string path) =>
        !OperatingSystem.IsWindows() && Stat(path, out var native) == 0
            ? new FileStatus(native.Mode & TypeMask, native.Device, native.Inode)
            : null;

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out Native status);

    /// <summary>The used fields of the library's structure. The reserved size exceeds the structure's.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Native
    {
        [FieldOffset(4)]
        public int Mode;

        [FieldOffset(88)]
        public long Device;

        [FieldOffset(104)]
        public long Inode;
    }
}
