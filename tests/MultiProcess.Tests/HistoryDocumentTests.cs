using System.Text.RegularExpressions;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The commands in <c>docs/history.md</c> work as written.</summary>
public sealed partial class HistoryDocumentTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_line_works_in_order()
    {
        var block = Block().Match(Text()).Groups["lines"].Value;
        var lines = block.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(5);
        foreach (var line in lines)
        {
            var words = Word().Matches(line).Select(match => match.Value.Trim('"')).ToArray();
            words[0].ShouldBe("nnoptim");
            using var done = await ProgramProcess.RunAsync(folder, 0, words[1..]);
        }
    }

    private static string Text()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "NNOptim.Actors.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests do not run within the repository.");
        }

        return File.ReadAllText(Path.Combine(root.FullName, "docs", "history.md")).ReplaceLineEndings("\n");
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
