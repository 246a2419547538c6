using NNOptim.Files;

namespace NNOptim.Shared.Tests.Files;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class OwnerOnlyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-modes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0b110_100_100, 0b110_000_000)]
    [InlineData(0b111_111_111, 0b111_000_000)]
    [InlineData(0b100_100_000, 0b100_000_000)]
    public void Others_lose_their_permissions_and_the_owner_keeps_them(int before, int after)
    {
        var file = Path.Combine(folder, "nnoptim.db");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, (UnixFileMode)before);

        OwnerOnly.Tighten(file, file + "-wal");

        File.GetUnixFileMode(file).ShouldBe((UnixFileMode)after);
        File.Exists(file + "-wal").ShouldBeFalse();
    }
}
