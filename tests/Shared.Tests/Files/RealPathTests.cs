using NNOptim.Files;

namespace NNOptim.Shared.Tests.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly string folder = RealPath.Resolve(Directory.CreateTempSubdirectory("nnoptim-links-").FullName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_path_without_links_is_made_full() =>
        RealPath.Resolve(At("a/../b//c.db")).ShouldBe(At("b/c.db"));

    [Theory]
    [InlineData("link.db", "real/nnoptim.db")]
    [InlineData("folder/nnoptim.db", "real/nnoptim.db")]
    [InlineData("chain.db", "real/nnoptim.db")]
    [InlineData("folder/up.db", "real/nnoptim.db")]
    [InlineData("dangling.db", "real/not-there-yet.db")]
    [InlineData("folder/not-there-yet/x.db", "real/not-there-yet/x.db")]
    public void Links_to_files_and_folders_are_followed(string path, string real)
    {
        Directory.CreateDirectory(At("real"));
        File.WriteAllText(At("real/nnoptim.db"), "");
        File.CreateSymbolicLink(At("link.db"), At("real/nnoptim.db"));
        File.CreateSymbolicLink(At("chain.db"), "link.db");
        File.CreateSymbolicLink(At("dangling.db"), "real/not-there-yet.db");
        File.CreateSymbolicLink(At("real/up.db"), "../chain.db");
        Directory.CreateSymbolicLink(At("folder"), "real");

        RealPath.Resolve(At(path)).ShouldBe(At(real));
    }

    [Fact]
    public void Links_in_a_circle_are_left_alone()
    {
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");

        RealPath.Resolve(At("a")).ShouldBe(At("a"));
    }

    private string At(string name) => Path.Combine(folder, name);
}
