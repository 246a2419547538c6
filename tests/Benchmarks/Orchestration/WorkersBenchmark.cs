using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>
/// 1,000 simulated worker nodes of 16 slots against one coordinator, with every result committed to SQLite. Both are in this process. The
/// workers have their own actor system, and their messages travel over TCP through the entry point, as those of worker processes do.
/// The runs of each level are shorter than those of the last, until the coordinator no longer keeps up.
/// </summary>
internal static class WorkersBenchmark
{
    private const int Slots = 16;
    private static readonly TimeSpan Level = TimeSpan.FromSeconds(20);

    /// <summary>Runs the levels. The options are the number of workers and the seconds per run of each level.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var workers = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 1000;
        double[] levels = options.Length > 1
            ? [.. options[1..].Select(option => double.Parse(option, CultureInfo.InvariantCulture))]
            : [40, 20, 10, 5];
        Console.WriteLine($"{workers} workers of {Slots} slots, {workers * Slots} slots in all");
        Console.WriteLine("seconds a run  runs/s asked  runs/s done  heartbeat ms (median, 99 %)  report ms (median, 99 %)  processor");
        foreach (var seconds in levels)
        {
            await LevelAsync(workers, seconds).ConfigureAwait(false);
        }

        return 0;
    }

    private static async Task LevelAsync(int workers, double seconds)
    {
        var folder = Directory.CreateTempSubdirectory("nnoptim-benchmark-").FullName;
        var database = new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));
        database.Prepare();
        using var host = NodeHosting.Build(new NodeSettings { IsDialled = true, Slots = 1 }, Serilog.Core.Logger.None, akka => akka
            .WithJournal(database)
            .WithCoordinator(new CoordinatorSettings(), TimeProvider.System)
            .WithEntryPoint());
        await host.StartAsync().ConfigureAwait(false);
        var system = host.Services.GetRequiredService<ActorSystem>();
        var coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
        var id = ExperimentId.Draw(Random.Shared);
        var settling = TimeSpan.FromSeconds(Math.Max(10, seconds + 5));
        await coordinator.Ask<IExperimentAnswer>(
            new SubmitExperiment(id, HistoryBenchmark.Specification(RunsFor(workers, seconds, settling)), HistoryBenchmark.Environment), TimeSpan.FromSeconds(60))
            .ConfigureAwait(false);
        var log = new ClusterLog();
        using var fleet = NodeHosting.Build(new NodeSettings { Slots = 1 }, Serilog.Core.Logger.None, akka => akka
            .WithCoordinatorLink([NodeHosting.AddressOf(system)], TimeProvider.System)
            .WithActors((away, registry) =>
            {
                for (var i = 0; i < workers; i++)
                {
                    var worker = new WorkerId($"10.0.{i / 250}.{i % 250}:4000/{i:x6}");
                    var link = registry.Get<CoordinatorKey>();
                    away.ActorOf(Props.Create(() => new SimulatedWorker(worker, Slots, TimeSpan.FromSeconds(seconds), link, log)));
                }
            }));
        await fleet.StartAsync().ConfigureAwait(false);

        // Waits until every worker has had its first chunk.
        await Task.Delay(settling).ConfigureAwait(false);
        log.Take();
        var processor = Environment.CpuUsage.TotalTime;
        await Task.Delay(Level).ConfigureAwait(false);
        var (runs, heartbeats, reports) = log.Take();
        processor = Environment.CpuUsage.TotalTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds,13}  {workers * Slots / seconds,12:F0}  {runs / Level.TotalSeconds,11:F0}  {Quantile(heartbeats, 0.5),18:F1} {Quantile(heartbeats, 0.99),8:F1}  {Quantile(reports, 0.5),15:F1} {Quantile(reports, 0.99),8:F1}  {processor / Level,9:P0}"));
        await fleet.Services.GetRequiredService<ActorSystem>().Terminate().ConfigureAwait(false);
        await system.Terminate().ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A grid that outlasts its level.</summary>
    private static int RunsFor(int workers, double seconds, TimeSpan settling) =>
        (int)(workers * Slots * (2 + ((settling + Level) / TimeSpan.FromSeconds(seconds)))) / 4 * 4;

    private static double Quantile(List<double> values, double quantile)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[(int)(quantile * (values.Count - 1))];
    }
}
