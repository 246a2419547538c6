using System.Diagnostics;
using NNOptim.Tests.Common;

namespace NNOptim.Soak;

/// <summary>Two coordinators and two workers train a grid while they are killed at random.</summary>
internal static class Kills
{
    public static async Task<int> RunAsync(int runs, int strikes, int seed, int epochs, TimeSpan pause)
    {
        using var folder = new TestFolder();
        using var server = new PostgreSqlServer();
        var database = server.CreateDatabase();
        string[] grid =
        [
            "optimizer-grid", "--set", "confirmation=false",
            "--set", "grid.optimizer=[momentum,adam]",
            "--set", "grid.batch_size=[16,32,64,128,256]",
            "--set", $"grid.seed=[{string.Join(',', Enumerable.Range(1, runs / 40))}]",
            "--set", $"training.epochs={epochs}",
            "--set", $"training.record_every={Math.Max(1, epochs / 50)}",
        ];

        var undisturbed = Stopwatch.StartNew();
        using var local = await ProgramProcess.RunAsync(folder, 0, ["run", .. grid, "--db", folder.File("local.db"), "--report", "undisturbed"]);
        Console.WriteLine($"{runs} runs undisturbed in one process: {undisturbed.Elapsed.TotalSeconds:0} s");

        using var cluster = new LocalCluster(folder, database, coordinators: 2, workers: 2);
        await cluster.StartAsync();
        var disturbed = Stopwatch.StartNew();
        var id = await cluster.SubmitAsync(grid);
        var kills = new RandomKills(cluster, new Random(seed), pause);
        while (kills.Strikes < strikes && Completed() < runs)
        {
            await kills.StrikeAsync();
            if (kills.Strikes % 10 == 0)
            {
                Console.WriteLine($"{kills.Strikes} kills, {Completed()} runs done after {disturbed.Elapsed.TotalSeconds:0} s");
            }
        }

        var doneAtLastKill = Completed();
        while ((await cluster.StatusAsync(id)).State != "ended")
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await cluster.ReportAsync(id, "survived");
        Console.WriteLine(
            $"seed {seed}: {kills.Strikes} kills survived ({kills.Workers} workers, {kills.Coordinators} coordinators, of these {kills.All} times all at once), "
            + $"{doneAtLastKill} of {runs} runs done at the last, the rest after {disturbed.Elapsed.TotalSeconds:0} s");
        kills.Strikes.ShouldBe(strikes, "the experiment ended before the kills; give more --epochs");
        Completed().ShouldBe(runs, "each result must be in the journal once");
        ReportTables.Read(folder.File("survived/runs.csv")).Select(row => row["run"]).Distinct().Count().ShouldBe(runs);
        Reports.ShouldBeTheSame(folder.File("undisturbed"), folder.File("survived"));
        Console.WriteLine("every run is there once, and the report is that of the undisturbed run");
        return 0;

        long Completed() => PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");
    }
}
