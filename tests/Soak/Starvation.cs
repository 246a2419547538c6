using System.Diagnostics;
using NNOptim.Tests.Common;

namespace NNOptim.Soak;

/// <summary>Trains with twice as many threads as processors, and checks in the logs whether a node was taken for dead.</summary>
internal static class Starvation
{
    private static readonly string[] Signs = ["unreachable", "is gone", "took this one for dead", "Leases of experiment", "SBR took decision", "given up its place"];

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        using var folder = new TestFolder();
        using var server = new PostgreSqlServer();
        using var cluster = new LocalCluster(folder, server.CreateDatabase(), coordinators: 2, workers: 2) { Slots = Environment.ProcessorCount };
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(
            "optimizer-grid", "--set", "confirmation=false", "--set", $"grid.seed=[{string.Join(',', Enumerable.Range(1, 200))}]", "--set", "training.epochs=100000");
        var watch = Stopwatch.StartNew();
        var ended = 0;
        while (watch.Elapsed < duration)
        {
            await Task.Delay(TimeSpan.FromSeconds(10));
            (ended, _) = await cluster.StatusAsync(id);
        }

        var signs = Directory.GetFiles(folder.Path, "*.clef", SearchOption.AllDirectories)
            .SelectMany(LocalCluster.ReadShared)
            .Where(line => Signs.Any(sign => line.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        signs.ForEach(Console.WriteLine);
        Console.WriteLine(
            $"{duration.TotalMinutes:0.#} min, {2 * Environment.ProcessorCount} training threads on {Environment.ProcessorCount} processors, "
            + $"load {File.ReadAllText("/proc/loadavg").Split(' ')[1]}: {ended} runs ended, {signs.Count} signs of a node taken for dead");
        signs.ShouldBeEmpty();
        return 0;
    }
}
