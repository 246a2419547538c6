using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Training;
using NNOptim.Training.Optimizers;
using NNOptim.Worker.Tests.Training;

namespace NNOptim.Coordinator.Tests.Declarations;

/// <summary>
/// A trainable that is declared only here goes through all parts: file, grid, run, journal, tables, API and report. Nothing in the product names it.
/// </summary>
public class DeclarationTests
{
    private const string Parabola = """
        name: bowl
        trainable: parabola
        dataset: {kind: moons, examples: 20}
        training: {steps: 5}
        grid: {x: [0, 1, 3.5], seed: 1..2}
        """;

    private const string Network = """
        name: fakes
        dataset: {kind: moons, examples: 40}
        network: {layers: [2, 3, 1]}
        training: {epochs: 6, record_every: 2}
        optimizers: {fake: {scale: [0.5, 2]}}
        grid: {optimizer: [gd, fake], learning_rate: 0.01, batch_size: [16, full], seed: 1}
        """;

    private static readonly NetworkTrainable Fakes = new(
        [.. OptimizerRules.All, OptimizerRule.For<FakeOptimizer>()],
        [.. NetworkMetrics.All, new(new("fall", MetricGoal.Maximize, MetricFormat.Number, "What the cost fell by."), result => 1 - result.FinalCost)]);

    [Fact]
    public async Task A_trainable_of_the_tests_works_in_every_part()
    {
        await using var node = await DeclaredNode.StartAsync(NetworkTrainable.Standard, new FakeTrainable());
        var record = await node.RunAsync(Parabola);

        // Grid, run and journal.
        record.Runs.Select(run => (run.State, run.Metric("value"), run.Metric("halvings"))).ShouldBe(
            from x in (double[])[0, 1, 3.5]
            from seed in (uint[])[1, 2]
            select (RunState.Completed, (double?)FakeTrainable.Costs(x, seed, 5)[^1], (double?)2));
        record.Runs.ShouldAllBe(run => run.Costs.SequenceEqual(
            FakeTrainable.Costs(((ParameterValue.Number)run.Specification.Values["x"]!).Value, run.Specification.Seed, 5)));

        // The resolved file can be read again.
        var written = ExperimentFileWriter.Write(record.Specification);
        written.ShouldContain("trainable: parabola\n");
        new ExperimentFileReader(null, new TrainableCatalog([new FakeTrainable().Declaration])).Read(written, "written").Specification.ShouldBe(record.Specification);

        // Tables.
        node.Query("SELECT c.x, r.seed, r.value, r.halvings FROM runs r JOIN configurations c ON c.configuration = r.configuration ORDER BY r.run")
            .Select(row => (Convert.ToDouble(row[0], null), Convert.ToUInt32(row[1], null), row[2], row[3])).ShouldBe(
                from x in (double[])[0, 1, 3.5]
                from seed in (uint[])[1, 2]
                select (x, seed, (object?)FakeTrainable.Costs(x, seed, 5)[^1], (object?)2.0));

        // API.
        var runs = (await node.GetAsync($"experiments/{record.Id}/runs?sort=value&descending=true")).GetProperty("items");
        runs[0].GetProperty("values").GetProperty("x").GetDouble().ShouldBe(3.5);
        runs[0].GetProperty("metrics").GetProperty("value").GetDouble().ShouldBe(FakeTrainable.Costs(3.5, 2, 5)[^1]);

        // Report.
        var (runsTable, report) = WriteReport(record, node.Folder);
        runsTable[0].ShouldStartWith("run,x,seed,confirmation,state,value,halvings");
        runsTable[1].ShouldStartWith("1,0,1,0,completed,");
        report.ShouldContain("value");
        report.ShouldNotContain("optimizer");
    }

    [Fact]
    public async Task An_optimiser_and_a_metric_of_the_tests_work_in_every_part()
    {
        await using var node = await DeclaredNode.StartAsync(Fakes);
        var record = await node.RunAsync(Network);

        record.Runs.Select(run => (Text(run, "optimizer"), Text(run, "fake_scale"), Text(run, "batch_size"))).ShouldBe(
            [("gd", "", "16"), ("gd", "", "full"), ("fake", "0.5", "16"), ("fake", "0.5", "full"), ("fake", "2", "16"), ("fake", "2", "full")]);
        record.Runs.ShouldAllBe(run => run.Metric("fall") == 1 - run.Metric("final_cost"));
        new ExperimentFileReader(null, new TrainableCatalog([Fakes.Declaration])).Read(ExperimentFileWriter.Write(record.Specification), "written")
            .Specification.ShouldBe(record.Specification);

        node.Query("SELECT fake_scale, batch_size FROM configurations ORDER BY configuration")
            .Select(row => (row[0] as double?, row[1]?.ToString())).ShouldBe([(null, "16"), (null, "full"), (0.5, "16"), (0.5, "full"), (2, "16"), (2, "full")]);
        node.Query("SELECT fall, final_cost FROM runs ORDER BY run").ShouldAllBe(row => (double)row[0]! == 1 - (double)row[1]!);

        var runs = (await node.GetAsync($"experiments/{record.Id}/runs?sort=fake_scale")).GetProperty("items");
        runs[0].GetProperty("values").GetProperty("fake_scale").GetDouble().ShouldBe(0.5);
        runs[0].GetProperty("metrics").TryGetProperty("fall", out _).ShouldBeTrue();
        var configurations = await node.GetAsync($"experiments/{record.Id}/configurations");
        configurations.GetRawText().ShouldContain("\"fake_scale\":2");

        var (runsTable, report) = WriteReport(record, node.Folder);
        runsTable[0].Split(',').ShouldContain("fall");
        runsTable[0].Split(',').ShouldContain("fake_scale");
        report.ShouldContain("fake scale");
    }

    [Fact]
    public void An_unknown_trainable_is_reported_with_the_known_ones() =>
        new ExperimentFileReader(null, new TrainableCatalog([NetworkTrainable.Standard.Declaration, new FakeTrainable().Declaration]))
            .Read(Parabola.Replace("parabola", "parabel", StringComparison.Ordinal), "f.yaml").Errors.Select(error => error.ToString())
            .ShouldContain(error => error.StartsWith("f.yaml:2:12: trainable: parabel is not allowed; give one of network, parabola", StringComparison.Ordinal));

    private static string Text(RunRecord run, string parameter) => run.Specification.Text(run.Trainable.FindParameter(parameter)!);

    private static (string[] Runs, string Report) WriteReport(ExperimentRecord record, string folder)
    {
        var report = Path.Combine(folder, "report");
        ReportWriter.Write(ExperimentAnalysis.Analyze(record), report, new ReportOptions { Formats = ReportFormats.Default });
        return (File.ReadAllLines(Path.Combine(report, "runs.csv")), File.ReadAllText(Path.Combine(report, "report.md")));
    }
}
