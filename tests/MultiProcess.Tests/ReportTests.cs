using System.Text.RegularExpressions;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The report as the program writes it.</summary>
public sealed partial class ReportTests : IDisposable
{
    /// <summary>A small experiment with a learning rate at which runs diverge.</summary>
    private const string Grid = """
        name: small
        dataset: {kind: moons, examples: 60, noise: 0.2, seed: 3}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 60, record_every: 10, target_cost: 0.6}
        grid:
          optimizer: [gd, momentum, adam]
          learning_rate: [0.01, 0.1, 1e200]
          batch_size: [16, full]
          seed: [1, 2, 3]
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_report_is_written_in_the_given_formats_with_title_and_header_and_without_other_output()
    {
        folder.Write("grid.yaml", Grid);
        folder.Write("lab.html", "<p>Our <b>laboratory</b></p>");
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", "grid.yaml", "--report", "first");

        using var report = await ProgramProcess.RunAsync(
            folder, 0, "report", "last", "--report", "second", "--format", "html,MD,csv,parquet", "--title", "Which is best?", "--header", "lab.html");

        run.Error.ShouldBeNullOrWhiteSpace();
        report.Error.ShouldBeNullOrWhiteSpace();
        Names("first").ShouldBe([".nnoptim-report", "costs.csv", "figures", "ranking.csv", "report.html", "report.md", "runs.csv"]);
        Names("second").ShouldBe([".nnoptim-report", "costs.csv", "costs.parquet", "figures", "ranking.csv", "report.html", "report.md", "runs.csv", "runs.parquet"]);
        foreach (var document in (string[])["report.html", "report.md"])
        {
            var text = File.ReadAllText(folder.File($"second/{document}"));
            text.ShouldContain("<p>Our <b>laboratory</b></p>");
            text.ShouldContain("Which is best?");
        }
    }

    [Theory]
    [InlineData("--format", "html,pdf")]
    [InlineData("--format", ",")]
    [InlineData("--header", "no-such-file.html")]
    public async Task A_wrong_format_or_header_is_refused_and_nothing_is_written(string option, string value)
    {
        folder.Write("grid.yaml", Grid);
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", "grid.yaml", "--report", "first");

        using var report = await ProgramProcess.RunAsync(folder, 2, "report", "last", "--report", "second", option, value);

        report.Error.ShouldContain(option);
        report.Error.ShouldContain(option == "--format" ? "md, html, csv, parquet" : "no-such-file.html");
        report.Error.ShouldNotContain("   at ");
        Directory.Exists(folder.File("second")).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_runs_of_a_grid_have_the_same_report_but_for_times_and_names()
    {
        folder.Write("grid.yaml", Grid);
        using var first = await ProgramProcess.RunAsync(folder, 0, "run", "grid.yaml", "--report", "first");
        using var second = await ProgramProcess.RunAsync(folder, 0, "run", "grid.yaml", "--slots", "1", "--report", "second");

        string[] same = ["costs.csv", "ranking.csv", .. Directory.GetFiles(folder.File("first/figures")).Select(path => "figures/" + Path.GetFileName(path))];
        same.Length.ShouldBeGreaterThan(20);
        foreach (var file in same)
        {
            File.ReadAllBytes(folder.File($"second/{file}")).ShouldBe(File.ReadAllBytes(folder.File($"first/{file}")), file);
        }

        ReportTables.Results(folder.File("second/runs.csv")).ShouldBe(ReportTables.Results(folder.File("first/runs.csv")));
        Timeless("second/report.md", "\n## Runs\n").ShouldBe(Timeless("first/report.md", "\n## Runs\n"));
        Timeless("second/report.html", "<h2>Runs</h2>").ShouldBe(Timeless("first/report.html", "<h2>Runs</h2>"));
        Data("second").ShouldBe(Data("first"));
    }

    private List<string> Names(string report) =>
        [.. Directory.GetFileSystemEntries(folder.File(report)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The document up to the list of runs. The id in the command that confirms is left out. After that it has durations, the id, and the time and machine.</summary>
    private string Timeless(string document, string runs)
    {
        var text = File.ReadAllText(folder.File(document));
        var end = text.IndexOf(runs, StringComparison.Ordinal);
        end.ShouldBeGreaterThan(0, document);
        return ConfirmedId().Replace(text[..end], "id");
    }

    private string Data(string report)
    {
        var data = DataElement().Match(File.ReadAllText(folder.File($"{report}/report.html")));
        data.Success.ShouldBeTrue();
        return Seconds().Replace(data.Groups[1].Value, "");
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();

    [GeneratedRegex("(?<=nnoptim confirm )[0-9a-z]{8}")]
    private static partial Regex ConfirmedId();

    [GeneratedRegex("\"seconds\":[^,}]+,?")]
    private static partial Regex Seconds();
}
