using System.Diagnostics;
using NNOptim.Tests.Common;

namespace NNOptim.Soak;

/// <summary>A PostgreSQL server that crashes, or does not answer, for a while; then everything must continue.</summary>
internal static class DatabaseOutage
{
    public static async Task<int> RunAsync(TimeSpan duration)
    {
        using var folder = new TestFolder();
        string[] grid = ["optimizer-grid", "--set", "confirmation=false", "--set", "grid.seed=1..5", "--set", "training.epochs=20000"];
        using var local = await ProgramProcess.RunAsync(folder, 0, ["run", .. grid, "--db", folder.File("local.db"), "--report", "undisturbed"]);
        foreach (var crashes in (bool[])[true, false])
        {
            await RunAsync(folder, grid, crashes, duration);
        }

        return 0;
    }

    private static async Task RunAsync(TestFolder folder, string[] grid, bool crashes, TimeSpan duration)
    {
        var name = crashes ? "crashed" : "frozen";
        using var server = new PostgreSqlServer();
        var database = server.CreateDatabase();
        using var cluster = new LocalCluster(folder, database, coordinators: 2, workers: 2);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(grid);
        await UntilAsync(() => Results() >= 10);
        SetAway(true);
        await Task.Delay(duration);
        SetAway(false);
        var watch = Stopwatch.StartNew();
        var before = Results();
        await UntilAsync(() => Results() > before);
        Console.WriteLine($"{name} for {duration.TotalSeconds:0} s: {before} of 240 results before, the next {watch.Elapsed.TotalSeconds:0.0} s after its return");
        before.ShouldBeLessThan(240);
        while ((await cluster.StatusAsync(id)).State != "ended")
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await cluster.ReportAsync(id, name);
        Results().ShouldBe(240, "each result must be in the journal once");
        Reports.ShouldBeTheSame(folder.File("undisturbed"), folder.File(name));

        long Results() => PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");

        void SetAway(bool away)
        {
            if (!crashes)
            {
                server.SetFrozen(away);
            }
            else if (away)
            {
                server.Crash();
            }
            else
            {
                server.Restart();
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
