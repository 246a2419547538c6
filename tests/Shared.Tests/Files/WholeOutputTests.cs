using NNOptim.Files;

namespace NNOptim.Shared.Tests.Files;

public sealed class WholeOutputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-files-").FullName;

    private string Target => Path.Combine(folder, "target");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_existing_file_stays_unless_overwriting_is_requested()
    {
        WholeOutput.WriteText(Target, "first");
        Should.Throw<IOException>(() => WholeOutput.WriteText(Target, "second"));
        File.ReadAllText(Target).ShouldBe("first");

        WholeOutput.WriteText(Target, "third", overwrite: true);
        File.ReadAllText(Target).ShouldBe("third");
        Names().ShouldBe(["target"]);
    }

    [Fact]
    public void A_write_that_fails_midway_leaves_only_the_earlier_file()
    {
        WholeOutput.WriteText(Target, "first");

        Should.Throw<IOException>(() => WholeOutput.WriteFile(Target, Failing, overwrite: true));

        File.ReadAllText(Target).ShouldBe("first");
        Names().ShouldBe(["target"]);

        static void Failing(Stream stream)
        {
            stream.WriteByte(1);
            throw new IOException("the disk is full");
        }
    }

    [Fact]
    public void A_folder_appears_whole_or_not_at_all()
    {
        Should.Throw<IOException>(() => WholeOutput.WriteFolder(Target, partial =>
        {
            File.WriteAllText(Path.Combine(partial, "a"), "a");
            throw new IOException("the disk is full");
        }));
        Names().ShouldBeEmpty();

        WholeOutput.WriteFolder(Target, partial => File.WriteAllText(Path.Combine(partial, "a"), "a"));
        File.ReadAllText(Path.Combine(Target, "a")).ShouldBe("a");
        Should.Throw<IOException>(() => WholeOutput.WriteFolder(Target, _ => { }));
        Names().ShouldBe(["target"]);
    }

    private IEnumerable<string?> Names() => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName);
}
