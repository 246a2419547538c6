namespace NNOptim.MultiProcess.Tests;

/// <summary>A folder in which nobody can write, not even root.</summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly string path;

    private ReadOnlyFolder(string path) => this.path = path;

    /// <summary>Mounts a folder over itself; skips the test where that is not allowed.</summary>
    public static ReadOnlyFolder Mount(string path)
    {
        if (Mounts.Run("mount", "--bind", path, path) is { Length: > 0 } refusal)
        {
            Assert.Skip($"This machine does not let a test mount a folder: {refusal}");
        }

        Mounts.Run("mount", "-o", "remount,ro,bind", path).ShouldBeEmpty();
        return new ReadOnlyFolder(path);
    }

    public void Dispose() => Mounts.Run("umount", "--lazy", path);
}
