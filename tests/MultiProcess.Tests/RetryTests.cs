using System.Globalization;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Runs that failed for a temporary reason can be retried, and no others are repeated.</summary>
public sealed class RetryTests : IDisposable
{
    private const int Runs = 24;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Failed_runs_are_tried_again_as_the_same_runs()
    {
        var points = folder.Write("points.csv", Points());
        var grid = folder.Write("grid.yaml", """
            name: from-a-file
            dataset: {kind: csv, path: points.csv}
            network: {layers: [2, 5, 2, 1]}
            training: {epochs: 4000, record_every: 100}
            grid: {optimizer: [gd, momentum, adam], learning_rate: [0.001, 0.01], batch_size: [32, 64], seed: [1, 2]}
            """);
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, "run", grid, "--json", "--report", "undisturbed");

        using var killed = ProgramProcess.Start(folder, "run", grid, "--json");
        await killed.HasCompletedAsync(2);
        killed.Kill();
        await killed.ExitCodeAsync();
        using (var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0))
        {
            await cluster.StartAsync();
            var id = killed.Event("started").GetProperty("experiment").GetString()!;
            File.Move(points, points + ".away");
            using var refused = await cluster.RunAsync(2, "resume", id);
            refused.Error.ShouldContain("its data is unavailable");
            refused.Error.ShouldContain("points.csv");

            File.Move(points + ".away", points);
            using var faulty = ProgramProcess.StartFaultyWorker(folder, cluster.Addresses, "60", "throw=2");
            using var resumed = await cluster.RunAsync(0, "resume", id);
            using var failing = await cluster.RunAsync(1, "status", id, "--wait", "--json");
            await cluster.ReportAsync(id, "failed");
        }

        var failed = ReportTables.Read(folder.File("failed/runs.csv"));
        failed.Count(row => row["state"] == "failed").ShouldBeInRange(1, Runs - 2);
        File.ReadAllText(folder.File("failed/report.md")).ShouldContain("broken on purpose");

        using var retried = await ProgramProcess.RunAsync(folder, 0, "retry", "last", "--json", "--report", "retried");

        File.ReadAllText(folder.File("retried/costs.csv")).ShouldBe(File.ReadAllText(folder.File("undisturbed/costs.csv")));
        ReportTables.Results(folder.File("retried/runs.csv")).ShouldBe(ReportTables.Results(folder.File("undisturbed/runs.csv")));
        var after = ReportTables.Read(folder.File("retried/runs.csv"));
        after.Count.ShouldBe(Runs);
        foreach (var (before, now) in failed.Zip(after))
        {
            now.Number("attempts").ShouldBe(before.Number("attempts") + (before["state"] == "failed" ? 1 : 0));
        }

        using var history = await ProgramProcess.RunAsync(folder, 0, "history", "--json");
        history.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        history.Output.Split("\"failed\":0").Length.ShouldBe(3);

        using var nothing = await ProgramProcess.RunAsync(folder, 2, "retry", "last");
        nothing.Error.ShouldContain("no failed or cancelled run");
    }

    [Fact]
    public async Task Cancelled_runs_have_not_ended_well_and_are_tried_again()
    {
        using var run = ProgramProcess.Start(
            folder, "run", "optimization-methods", "--set", "training.epochs=100000000", "--set", "training.record_every=1000000", "--slots", "1", "--json", "--dashboard", "127.0.0.1:0", "--report", "cancelled");
        await run.SeesLineAsync(line => line.StartsWith("{\"event\":\"dashboard\"", StringComparison.Ordinal));
        var page = new Uri(run.Event("dashboard").GetProperty("url").GetString()!);
        using var cancel = await ProgramProcess.RunAsync(folder, 0, "cancel", "last", "--to", page.GetLeftPart(UriPartial.Authority));
        cancel.Output.ShouldContain("is cancelled: 3 of 3 runs have ended");
        (await run.ExitCodeAsync()).ShouldBe(1, run.Error);
        ReportTables.Read(folder.File("cancelled/runs.csv")).Count(row => row["state"] == "cancelled").ShouldBeGreaterThan(0);

        using var retried = ProgramProcess.Start(folder, "retry", "last", "--json");
        await retried.SeesLineAsync(line => line.StartsWith("{\"event\":\"progress\"", StringComparison.Ordinal) && line.Contains("\"cancelled\":0", StringComparison.Ordinal));
        retried.Signal("INT");
        (await retried.ExitCodeAsync()).ShouldBe(130, retried.Error);
    }

    private static string Points()
    {
        var rows = Enumerable.Range(0, 200).Select(i =>
        {
            var (x, y) = (Math.Sin(i * 1.7), Math.Cos(i * 0.9));
            return string.Create(CultureInfo.InvariantCulture, $"{x:R},{y:R},{(x * y > 0 ? 1 : 0)}");
        });
        return "x,y,label\n" + string.Join('\n', rows) + "\n";
    }
}
