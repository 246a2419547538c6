using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Benchmarks;

/// <summary>The training of the built-in optimizer-grid, without actors, journal and report.</summary>
internal static class Grid
{
    private const int Threads = 2;

    /// <summary>Trains all 240 runs and writes the duration.</summary>
    public static int Run()
    {
        var data = DatasetLoader.Load(new DatasetSpecification { Kind = DatasetKind.Moons });
        var started = Stopwatch.GetTimestamp();
        var groups = new ConcurrentQueue<IReadOnlyList<NetworkRun>>(Trainer.Group(Runs(), data));
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(Work)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"optimizer-grid: 240 runs of 5,000 epochs on {Threads} threads in {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s"));
        return 0;

        void Work()
        {
            while (groups.TryDequeue(out var group))
            {
                Trainer.Start(group, data, TimeProvider.System).Advance(5000);
            }
        }
    }

    private static NetworkRun[] Runs() =>
    [
        .. from optimizer in new[] { "gd", "momentum", "adam" }
           from rate in new[] { 0.0001, 0.001, 0.01, 0.1 }
           from batchSize in new[] { 16, 32, 64, 128 }
           from seed in Enumerable.Range(1, 5)
           select Jobs.J(optimizer, batchSize) with
           {
               LearningRate = rate,
               Seed = (uint)seed,
               ShuffleSeed = ShuffleSeed.DerivedFrom((uint)seed),
           },
    ];
}
