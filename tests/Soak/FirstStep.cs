using System.Diagnostics;
using NNOptim.Persistence;

namespace NNOptim.Soak;

/// <summary>Measures the time from a worker's start to the assignment of its first run, and to the first result in the journal.</summary>
internal static class FirstStep
{
    public static async Task<int> RunAsync(int rounds)
    {
        using var folder = new TestFolder();
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartCoordinatorAsync(0);
        var assigned = new List<double>();
        var reported = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var id = await cluster.SubmitAsync("optimization-methods", "--set", "training.epochs=1");
            var (assignments, results) = (Count("ra"), Count("rc"));
            var watch = Stopwatch.StartNew();
            cluster.StartWorker(0);
            await UntilMoreAsync("ra", assignments);
            assigned.Add(watch.Elapsed.TotalSeconds);
            await UntilMoreAsync("rc", results);
            reported.Add(watch.Elapsed.TotalSeconds);
            while ((await cluster.StatusAsync(id)).State != "ended")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }

            await cluster.KillWorkerAsync(0);
        }

        assigned.Sort();
        reported.Sort();
        Console.WriteLine(
            $"{rounds} starts: work assigned after {assigned[rounds / 2]:0.00} s (median; longest {assigned[^1]:0.00} s), "
            + $"first result in the journal after {reported[rounds / 2]:0.00} s (longest {reported[^1]:0.00} s)");
        return 0;

        async Task UntilMoreAsync(string manifest, long count)
        {
            while (Count(manifest) <= count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }
        }

        long Count(string manifest)
        {
            using var connection = new SqliteDatabase(folder.Database).OpenToRead()!;
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM journal WHERE manifest = '{manifest}'";
            return (long)command.ExecuteScalar()!;
        }
    }
}
