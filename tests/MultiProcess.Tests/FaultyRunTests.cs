namespace NNOptim.MultiProcess.Tests;

/// <summary>A run that cannot be trained fails with its reason, and affects no other run.</summary>
public sealed class FaultyRunTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_that_throws_and_one_that_hangs_fail_while_the_rest_completes_and_a_retry_repeats_only_those()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartCoordinatorAsync(0);
        var faulty = ProgramProcess.StartFaultyWorker(folder, cluster.Addresses, "4", "throw=2", "hang=4");
        using var submitted = await cluster.RunAsync(
            1, "submit", "optimization-methods", "--set", "grid.optimizer=[adam]", "--set", "grid.seed=[1,2,3,4,5]", "--set", "training.epochs=300", "--wait", "--json");
        await cluster.ReportAsync("last", "failed");
        faulty.Kill();
        faulty.Dispose();

        var failed = ReportTables.Read(folder.File("failed/runs.csv"));
        failed.Where(run => run["state"] == "failed").Select(run => run["seed"]).Order().ShouldBe(["2", "4"]);
        failed.Where(run => run["state"] == "failed").ShouldAllBe(run => run["attempts"] == "3");
        failed.Count(run => run["state"] == "completed").ShouldBe(3);
        var report = await File.ReadAllTextAsync(folder.File("failed/report.md"), TestContext.Current.CancellationToken);
        report.ShouldContain("broken on purpose");
        report.ShouldContain("no progress for 4 s");

        cluster.StartWorker(0);
        using var retried = await cluster.RunAsync(0, "retry", "last");
        using var followed = await cluster.RunAsync(0, "status", "last", "--wait", "--json");
        await cluster.ReportAsync("last", "retried");

        foreach (var (before, after) in failed.Zip(ReportTables.Read(folder.File("retried/runs.csv"))))
        {
            after["state"].ShouldBe("completed");
            if (before["state"] == "failed")
            {
                after.Number("attempts").ShouldBeGreaterThan(before.Number("attempts"));
            }
            else
            {
                after["attempts"].ShouldBe(before["attempts"], "what had completed is not trained again");
            }
        }
    }

    [Fact]
    public async Task A_run_that_exhausts_the_memory_fails_while_the_rest_completes()
    {
        var grid = folder.Write("grid.yaml", """
            name: too-large
            dataset: {kind: moons, examples: 50}
            training: {epochs: 50}
            network: {layers: [[2, 5, 1], [2, 4000, 4000, 1]]}
            grid: {optimizer: [gd], learning_rate: [0.01], batch_size: [16], seed: [1, 2]}
            """);
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartCoordinatorAsync(0);
        using var worker = ProgramProcess.StartSmallWorker(folder, 128L << 20, "--join", cluster.Addresses, "--slots", "1");

        using var submitted = await cluster.RunAsync(1, "submit", grid, "--wait", "--json");
        await cluster.ReportAsync("last", "report");

        var runs = ReportTables.Read(folder.File("report/runs.csv"));
        runs.Count(run => run["state"] == "completed").ShouldBe(2);
        runs.Count(run => run["state"] == "failed").ShouldBe(2);
        (await File.ReadAllTextAsync(folder.File("report/report.md"), TestContext.Current.CancellationToken)).ShouldContain("OutOfMemory");
    }
}
