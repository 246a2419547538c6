using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Tests.Declarations;

/// <summary>Folds and several splits go through all parts: file, grid, run, confirmation, journal, tables, API and report.</summary>
public class SplitDeclarationTests
{
    private const string Folds = """
        name: folds
        dataset: {kind: moons, examples: 40, folds: 4, split_seed: [3, 8]}
        network: {layers: [2, 3, 1]}
        training: {epochs: 6, record_every: 2}
        grid: {optimizer: gd, learning_rate: [0.01, 0.1], batch_size: 16, fold: [1, 4], seed: [1, 2]}
        confirmation: {finalists: 1, seeds: 2, per: none}
        """;

    [Fact]
    public async Task Folds_work_in_every_part()
    {
        await using var node = await DeclaredNode.StartAsync(NetworkTrainable.Standard);
        var record = await node.RunAsync(Folds);

        // Each run trained on its own split.
        record.Runs.Length.ShouldBe(16 + 8);
        record.Runs.ShouldAllBe(run => run.State == RunState.Completed);
        record.Runs.Select(run => run.Specification.SplitDataset).Distinct().Select(data => (data.SplitSeed, data.Fold))
            .ShouldBe([(3u, 1), (3u, 4), (8u, 1), (8u, 4)]);
        foreach (var run in record.Runs)
        {
            var training = NetworkTrainable.Standard.Start([run.Specification], DatasetLoader.Load(run.Specification.SplitDataset), null, TimeProvider.System);
            training.Advance(6);
            run.Metric("final_cost").ShouldBe(training.Result(0)!.Metrics[run.Trainable.PlaceOf("final_cost")]);
            run.Metric("test_accuracy").ShouldNotBeNull();
        }

        // Tables: two configurations, and the split of each run.
        node.Query("SELECT COUNT(*) FROM configurations").ShouldHaveSingleItem()[0].ShouldBe(2L);
        node.Query("SELECT configuration, split_seed, fold, seed FROM runs ORDER BY run").Select(row => string.Join(' ', row)).Take(9).ShouldBe(
            ["1 3 1 1", "1 3 1 2", "1 3 4 1", "1 3 4 2", "1 8 1 1", "1 8 1 2", "1 8 4 1", "1 8 4 2", "9 3 1 1"]);
        node.Query("SELECT COUNT(DISTINCT configuration), COUNT(*) FROM runs WHERE confirmation = 1").ShouldHaveSingleItem().ShouldBe([1L, 8L]);

        // API.
        var runs = (await node.GetAsync($"experiments/{record.Id}/runs?where=fold:4&sort=split_seed&descending=true")).GetProperty("items");
        runs.GetArrayLength().ShouldBe(12);
        runs[0].GetProperty("values").GetProperty("split_seed").GetInt64().ShouldBe(8);
        runs[0].GetProperty("values").GetProperty("fold").GetInt64().ShouldBe(4);
        var configurations = (await node.GetAsync($"experiments/{record.Id}/configurations")).GetProperty("items");
        configurations.GetArrayLength().ShouldBe(2);
        configurations[0].GetProperty("values").TryGetProperty("fold", out _).ShouldBeFalse();
        configurations[0].GetProperty("runs").GetInt32().ShouldBe(8);

        // Report.
        var report = Path.Combine(node.Folder, "report");
        ReportWriter.Write(ExperimentAnalysis.Analyze(record), report, new ReportOptions { Formats = ReportFormats.Default });
        File.ReadAllLines(Path.Combine(report, "runs.csv"))[0].ShouldStartWith("run,optimizer,learning_rate,batch_size,split_seed,fold,seed,confirmation");
        File.ReadAllText(Path.Combine(report, "report.md")).ShouldContain("Each score is the mean over 2 folds of 2 splits");
    }
}
