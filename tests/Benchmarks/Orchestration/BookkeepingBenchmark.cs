using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Worker.Actors;

namespace NNOptim.Benchmarks.Orchestration;

/// <summary>
/// Compares the duration of runs that sleep 0.1 s on 16 slots with the ideal duration without overhead. Coordinator and workers have joined
/// before. Each is an actor system of this process, and messages travel over TCP. Every result is committed to SQLite.
/// </summary>
internal static class BookkeepingBenchmark
{
    private const int Slots = 16;
    private static readonly TimeSpan ARun = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the benchmark. The options are the number of runs, a multiple of 4, and the number of workers, which share the slots.</summary>
    public static async Task<int> RunAsync(string[] options)
    {
        var runs = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 10_000;
        var workers = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 1;
        var folder = Directory.CreateTempSubdirectory("nnoptim-benchmark-").FullName;
        try
        {
            await MeasureAsync(folder, runs, workers).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string folder, int runs, int workers)
    {
        var database = new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));
        database.Prepare();
        using var host = NodeHosting.Build(new NodeSettings { IsDialled = true, Slots = 1 }, Serilog.Core.Logger.None, akka => akka
            .WithJournal(database)
            .WithCoordinator(new CoordinatorSettings(), TimeProvider.System)
            .WithEntryPoint());
        await host.StartAsync().ConfigureAwait(false);
        var system = host.Services.GetRequiredService<ActorSystem>();
        var coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
        var fleet = new List<IHost>();
        for (var i = 0; i < workers; i++)
        {
            fleet.Add(await WorkerAsync(NodeHosting.AddressOf(system), Slots / workers, folder).ConfigureAwait(false));
        }

        while ((await coordinator.Ask<WorkerList>(new ListWorkers(), Patience).ConfigureAwait(false)).Workers.Length < workers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50)).ConfigureAwait(false);
        }

        var processor = Environment.CpuUsage.TotalTime;
        var seconds = await UntilAllEndedAsync(system, coordinator, runs).ConfigureAwait(false);
        processor = Environment.CpuUsage.TotalTime - processor;
        var ideal = runs * ARun.TotalSeconds / Slots;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runs} runs of {ARun.TotalSeconds} s on {Slots} slots of {workers} workers: {seconds:F2} s, {seconds / ideal - 1:+0.0%} on the ideal {ideal:F2} s; processor {processor.TotalSeconds:F1} s"));
        foreach (var worker in fleet)
        {
            await worker.Services.GetRequiredService<ActorSystem>().Terminate().ConfigureAwait(false);
            worker.Dispose();
        }

        await system.Terminate().ConfigureAwait(false);
    }

    private static async Task<IHost> WorkerAsync(string coordinator, int slots, string folder)
    {
        var host = NodeHosting.Build(new NodeSettings { Slots = slots }, Serilog.Core.Logger.None, akka => akka
            .WithCoordinatorLink([coordinator], TimeProvider.System)
            .WithWorker(slots, TimeProvider.System, standard => standard with { Folder = folder, Trainables = new TrainableSet([new SleepingTrainable(ARun)]) }));
        await host.StartAsync().ConfigureAwait(false);
        return host;
    }

    /// <summary>The seconds from a submission to the last result.</summary>
    private static async Task<double> UntilAllEndedAsync(ActorSystem system, IActorRef coordinator, int runs)
    {
        using var inbox = Inbox.Create(system);
        var id = ExperimentId.Draw(Random.Shared);
        var specification = HistoryBenchmark.Specification(runs)
            .With("layers", [new ParameterValue.Layers([2, 1])])
            .With("epochs", ParameterValue.Integers(50))
            .With("record_every", ParameterValue.Integers(1));
        var started = Stopwatch.GetTimestamp();
        await coordinator.Ask<IExperimentAnswer>(new SubmitExperiment(id, specification, HistoryBenchmark.Environment), Patience).ConfigureAwait(false);
        for (var asked = -AskAgainAfter; ;)
        {
            // The coordinator forgets watchers that do not ask again.
            if (Stopwatch.GetElapsedTime(started) >= asked + AskAgainAfter)
            {
                asked = Stopwatch.GetElapsedTime(started);
                coordinator.Tell(new WatchExperiment(id), inbox.Receiver);
            }

            if (await inbox.ReceiveAsync(Patience).ConfigureAwait(false) is ExperimentProgress { AllEnded: true })
            {
                break;
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
