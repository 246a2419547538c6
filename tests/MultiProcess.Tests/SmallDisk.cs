namespace NNOptim.MultiProcess.Tests;

/// <summary>A file system of a few megabytes that can be filled to the last byte.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Size = "12m";

    private readonly string filler;

    private SmallDisk(string path)
    {
        Path = path;
        filler = System.IO.Path.Combine(path, "filler");
    }

    public string Path { get; }

    /// <summary>Mounts a small disk in a folder; skips the test where that is not allowed.</summary>
    public static SmallDisk Mount(string path)
    {
        Directory.CreateDirectory(path);
        if (Mounts.Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", path) is { Length: > 0 } refusal)
        {
            Assert.Skip($"This machine does not let a test mount a small file system: {refusal}");
        }

        return new SmallDisk(path);
    }

    /// <summary>Fills the disk completely.</summary>
    public void Fill()
    {
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        // Large pieces first, then smaller ones down to the last byte.
        for (var size = 1 << 20; size > 0; size /= 2)
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Less space than this is left.
            }
        }
    }

    /// <summary>Frees the space.</summary>
    public void Free() => File.Delete(filler);

    public void Dispose() => Mounts.Run("umount", "--lazy", Path);
}
