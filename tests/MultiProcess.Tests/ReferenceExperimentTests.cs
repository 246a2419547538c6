using System.Globalization;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The numbers of the course, through the whole program: file, actors, journal, report.</summary>
public sealed class ReferenceExperimentTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_without_arguments_gives_the_reference_costs_and_accuracies()
    {
        using var program = await ProgramProcess.RunAsync(folder, 0, "run", "--report", "out");

        ShouldShow("out", "gd", "0.702405 0.668101 0.635288 0.600491 0.573367", "0.716667");
        ShouldShow("out", "momentum", "0.702413 0.668167 0.635388 0.600591 0.573444", "0.716667");
        ShouldShow("out", "adam", "0.702166 0.167845 0.141316 0.138788 0.136066", "0.943333");
        program.Output.ShouldContain("adam");
        File.ReadAllText(folder.File("out/report.md")).ShouldContain("adam");
        Directory.GetFiles(folder.File("out/figures"), "*.png").ShouldNotBeEmpty();
        Directory.GetFiles(folder.File("out/figures"), "*.svg").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_second_built_in_reproduces_what_the_course_printed_and_says_what_it_is()
    {
        using var program = await ProgramProcess.RunAsync(folder, 0, "run", "optimization-methods-as-printed", "--report", "out");

        ShouldShow("out", "gd", "0.702405 0.668101 0.635288 0.600491 0.573367", "0.716667");
        ShouldShow("out", "momentum", "0.702413 0.668167 0.635388 0.600591 0.573444", "0.716667");
        ShouldShow("out", "adam", "0.702104 0.644240 0.594380 0.560040 0.532859", "0.756667");
        File.ReadAllText(folder.File("out/report.md")).ShouldContain("t = 2");
    }

    private void ShouldShow(string report, string optimizer, string costs, string accuracy)
    {
        var points = ReportTables.Read(folder.File($"{report}/costs.csv")).Where(row => row["optimizer"] == optimizer && row["kind"] == "epoch");
        var printed = points.Where(row => row.Number("epoch") % 1000 == 0)
            .Select(row => row.Number("cost").ToString("F6", CultureInfo.InvariantCulture));
        string.Join(' ', printed).ShouldBe(costs);
        ReportTables.Read(folder.File($"{report}/runs.csv")).Single(row => row["optimizer"] == optimizer)
            .Number("train_accuracy").ToString("F6", CultureInfo.InvariantCulture).ShouldBe(accuracy);
    }
}
