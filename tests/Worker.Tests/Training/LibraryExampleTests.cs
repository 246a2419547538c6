namespace NNOptim.Worker.Tests.Training;

public class LibraryExampleTests
{
    [Fact]
    public void The_readme_shows_the_example_that_is_compiled_here()
    {
        var readme = File.ReadAllText(PathOf("README.md")).ReplaceLineEndings("\n");
        var shown = readme.Split("```csharp\n")[1].Split("```")[0].TrimEnd().Split("\n\n");
        var source = File.ReadAllText(PathOf("tests/Worker.Tests/Training/LibraryExample.cs")).ReplaceLineEndings("\n");

        shown.Length.ShouldBe(2);
        source.ShouldStartWith(shown[0] + "\n\nnamespace ");
        var body = string.Join('\n', shown[1].Split('\n').Select(line => "        " + line));
        source.ShouldContain($"    {{\n{body}\n\n        return result;\n    }}\n");
    }

    [Fact]
    public void The_example_trains_what_the_readme_says()
    {
        var result = LibraryExample.Run();

        result.EpochsTrained.ShouldBe(1000);
        result.FinalCost!.Value.ShouldBeLessThan(0.2);
        result.TrainAccuracy!.Value.ShouldBeGreaterThan(0.9);
    }

    private static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NNOptim.Actors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run within the repository.");
        }

        return Path.Combine(folder.FullName, file);
    }
}
