using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using NNOptim.Experiments;
using NNOptim.Training;
using NNOptim.Training.Datasets;
using NNOptim.Training.Randomness;

namespace NNOptim.Benchmarks;

/// <summary>Quick measurements without BenchmarkDotNet: microseconds per optimisation step, the best of several repetitions.</summary>
internal static class Measure
{
    private const int Repetitions = 15;

    private static uint shuffles;

    /// <summary>Measures the named jobs, or all, and writes one line each.</summary>
    public static int Run(string[] names)
    {
        (string Name, Func<NetworkRun[]> Group, int Epochs)[] jobs =
        [
            ("cold", () => [Jobs.J("gd")], 5000),
            ("j-gd", () => [Jobs.J("gd")], 5000),
            ("j-momentum", () => [Jobs.J("momentum")], 5000),
            ("j-adam", () => [Jobs.J("adam")], 5000),
            ("j16-gd", () => [Jobs.J("gd", 16)], 3000),
            ("j128-gd", () => [Jobs.J("gd", 128)], 3000),
            ("j16-gd-0.1", () => [Jobs.J("gd", 16) with { LearningRate = 0.1 }], 5000),
            ("j16-adam-0.1", () => [Jobs.J("adam", 16) with { LearningRate = 0.1 }], 5000),
            ("b1-gd", () => Replicates(Jobs.J("gd", 1), 8), 200),
            ("b1-adam", () => Replicates(Jobs.J("adam", 1), 8), 200),
            ("64-32-10-gd", () => [Jobs.Softmax("gd", 64, 32)], 500),
            ("64-32-10-adam", () => [Jobs.Softmax("adam", 64, 32)], 500),
            ("784-128-10-gd", () => [Jobs.Softmax("gd", 784, 128)], 20),
            ("784-128-10-adam", () => [Jobs.Softmax("adam", 784, 128)], 20),
            ("j-gd-float32", () => [Jobs.J("gd") with { Precision = FloatingPointPrecision.Float32 }], 5000),
        ];
        if (names.Length == 0 || names.Contains("peak"))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"peak",-16} {Peak.GigaFlops(),9:F1} GFlop/s of fused multiply-adds on one core"));
        }

        if (names.Length == 0 || names.Contains("shuffle"))
        {
            Shuffles();
        }

        foreach (var (name, group, epochs) in jobs)
        {
            if (names.Length == 0 || names.Contains(name))
            {
                Measured(name, group(), epochs, name == "cold" ? 1 : Repetitions);
            }
        }

        return 0;
    }

    private static void Shuffles()
    {
        const int Epochs = 5000;
        var best = double.PositiveInfinity;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var permutations = new EpochPermutations(10 + (uint)repetition * ShuffleSeed.EpochsApart, 300);
            var started = Stopwatch.GetTimestamp();
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                permutations.ForEpoch(epoch);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"shuffle",-16} {best / Epochs,9:F3} us/epoch of 300 examples"));
    }

    private static NetworkRun[] Replicates(NetworkRun run, int count) =>
        [.. Enumerable.Range(1, count).Select(seed => run with { Number = seed, Seed = (uint)seed, ShuffleSeed = ShuffleSeed.DerivedFrom((uint)seed) })];

    private static void Measured(string name, NetworkRun[] group, int epochs, int repetitions)
    {
        var data = DatasetLoader.Load(group[0].Dataset);
        var best = double.PositiveInfinity;
        var bestOnProcessor = double.PositiveInfinity;
        var allocated = 0L;
        var compiling = 0.0;
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            // Each training needs its own shuffle seeds, or it would reuse the orders of an earlier one.
            shuffles++;
            NetworkRun[] runs = [.. group.Select(run => run with { ShuffleSeed = run.ShuffleSeed + shuffles })];
            var session = Trainer.Start(runs, data, TimeProvider.System);
            var compiled = JitInfo.GetCompilationTime(currentThread: true);
            var started = Stopwatch.GetTimestamp();
            var startedOnProcessor = OnProcessor();
            var before = GC.GetAllocatedBytesForCurrentThread();
            session.Advance(epochs);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            compiling = (JitInfo.GetCompilationTime(currentThread: true) - compiled).TotalMilliseconds;
            bestOnProcessor = Math.Min(bestOnProcessor, (OnProcessor() - startedOnProcessor).TotalMicroseconds);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        var batches = (data.Train.Examples + group[0].BatchSize - 1) / group[0].BatchSize;
        var steps = (double)epochs * batches * group.Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16} {best / steps,9:F3} us/step ({bestOnProcessor / steps:F3} on the processor)  {best / 1000,9:F1} ms for {group.Length} x {epochs} epochs, {allocated} bytes allocated, {compiling:F0} ms in the compiler"));
    }

    // The processor time of this process. On a busy machine the elapsed time says little.
    private static TimeSpan OnProcessor() => Environment.CpuUsage.TotalTime;
}
