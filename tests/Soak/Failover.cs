using System.Diagnostics;
using NNOptim.Tests.Common;

namespace NNOptim.Soak;

/// <summary>Repeatedly kills the active coordinator, and measures the time until the journal has the next result.</summary>
internal static class Failover
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(int rounds)
    {
        using var folder = new TestFolder();
        using var server = new PostgreSqlServer();
        var database = server.CreateDatabase();
        using var cluster = new LocalCluster(folder, database, coordinators: 2, workers: 2);
        await cluster.StartAsync();
        await cluster.SubmitAsync(
            "optimizer-grid", "--set", "confirmation=false", "--set", $"grid.seed=[{string.Join(',', Enumerable.Range(1, 200))}]", "--set", "training.epochs=20000");
        await MoreResultsThanAsync(0);

        // Coordinator 0 starts first and is active. Each kill makes the other one active, so the rounds alternate.
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var atWork = round % 2;
            var writer = Writer();
            var before = Results();
            await cluster.KillCoordinatorAsync(atWork);
            var watch = Stopwatch.StartNew();
            await MoreResultsThanAsync(Results());
            times.Add(watch.Elapsed.TotalSeconds);
            Console.WriteLine($"round {round + 1}: {times[^1]:0.0} s until the next result ({before} before)");
            Writer().ShouldNotBe(writer, "the coordinator that was killed was not the one at work");
            await cluster.StartCoordinatorAsync(atWork);
        }

        times.Sort();
        Console.WriteLine($"failover over {rounds} kills: median {times[rounds / 2]:0.0} s, longest {times[^1]:0.0} s");
        TimeSpan.FromSeconds(times[^1]).ShouldBeLessThan(Allowed);
        return 0;

        long Results() => PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");

        // Every incarnation of the experiment's actor writes under its own name.
        long Writer() => PostgreSqlServer.Scalar(
            database, "SELECT hashtext(writer_uuid) FROM journal WHERE manifest = 'rc' ORDER BY ordering DESC LIMIT 1");

        async Task MoreResultsThanAsync(long count)
        {
            while (Results() <= count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
