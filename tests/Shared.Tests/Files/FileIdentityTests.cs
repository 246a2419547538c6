using System.Diagnostics;
using NNOptim.Files;

namespace NNOptim.Shared.Tests.Files;

public sealed class FileIdentityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void All_ways_to_a_file_give_one_identity()
    {
        var inner = Directory.CreateDirectory(Path.Combine(folder, "inner")).FullName;
        var file = Path.Combine(inner, "data.csv");
        File.WriteAllText(file, "x");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), file);
        Directory.CreateSymbolicLink(Path.Combine(folder, "folder-link"), inner);

        var identity = FileIdentity.Read(file);

        FileIdentity.Read(Path.Combine(folder, "link")).ShouldBe(identity);
        FileIdentity.Read(Path.Combine(folder, "folder-link", "data.csv")).ShouldBe(identity);
        FileIdentity.Read(Path.Combine(inner, "..", "inner", "data.csv")).ShouldBe(identity);
        File.WriteAllText(Path.Combine(inner, "other.csv"), "x");
        FileIdentity.Read(Path.Combine(inner, "other.csv")).ShouldNotBe(identity);
    }

    [Fact]
    public void A_hard_link_is_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no ln.");
        var file = Path.Combine(folder, "data.csv");
        File.WriteAllText(file, "x");
        using (var make = Process.Start("ln", [file, Path.Combine(folder, "hard")]))
        {
            make.WaitForExit();
        }

        FileIdentity.Read(Path.Combine(folder, "hard")).ShouldBe(FileIdentity.Read(file));
    }

    [Fact]
    public void A_missing_file_has_the_identity_of_its_path()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), folder);

        var identity = FileIdentity.Read(Path.Combine(folder, "new", "a.db"));

        FileIdentity.Read(Path.Combine(folder, "link", "new", "A.DB")).ShouldBe(identity);
        FileIdentity.Read(Path.Combine(folder, "new", "b.db")).ShouldNotBe(identity);
    }
}
