using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>An optimiser's times to the target over the problems.</summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="Ratios">Its time over the fastest optimiser's on each problem; null where it did not reach the target.</param>
/// <param name="Score">The area under its performance profile up to <see cref="TimeToTarget.GreatestFactor"/>, in [0, 1].</param>
/// <param name="Speedup">How many times as fast as it the fastest optimiser of all is, the geometric mean over the problems that both solved; null for that one, and where there is none.</param>
/// <param name="Shared">The number of problems that both solved.</param>
public sealed record OptimizerTimes(
    OptimizerKind Optimizer, ImmutableArray<double?> Ratios, double Score, double? Speedup, int Shared)
{
    /// <summary>How many problems it solved.</summary>
    public int Solved => Ratios.Count(ratio => ratio is not null);
}

/// <summary>
/// Optimisers by their time to the target cost, as AlgoPerf compares training algorithms (Dahl et al., Benchmarking neural network
/// training algorithms, 2023, arXiv:2306.07179). A problem is a network to be trained from one start: a seed with a batch size and whatever
/// else is shared. On each, an optimiser runs at the learning rate (and hyperparameters of its own) whose median time over seeds is
/// the least. A time is the number of epochs until the target was reached, 1 or more; not reaching it before the
/// training ends, diverges or fails counts as never.
/// </summary>
/// <param name="Problems">The number of problems.</param>
/// <param name="Optimizers">The optimisers by falling score.</param>
public sealed record TimeToTarget(int Problems, ImmutableArray<OptimizerTimes> Optimizers)
{
    /// <summary>Profiles are drawn and integrated up to this multiple of the fastest time, as AlgoPerf does.</summary>
    public const double GreatestFactor = 4;

    /// <summary>Compares the optimisers; null without a target, a second optimiser or a problem that all have ended.</summary>
    public static TimeToTarget? Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var optimizers = analysis.Cells.Select(cell => cell.Optimizer).Distinct().ToImmutableArray();
        if (analysis.Experiment.Specification.TargetCost is null || optimizers.Length < 2)
        {
            return null;
        }

        var shared = SharedAxes(analysis);
        var times = optimizers.Select(_ => ImmutableArray.CreateBuilder<double?>()).ToImmutableArray();
        foreach (var group in analysis.Cells.GroupBy(cell => string.Join('\n', shared.Select(cell.Text))))
        {
            var tuned = optimizers.Select(optimizer => Tuned(group.Where(cell => cell.Optimizer == optimizer))).ToImmutableArray();
            var bySeed = tuned.Select(cell => cell.Runs.ToDictionary(run => run.Point.Run.Seed)).ToImmutableArray();
            foreach (var seed in bySeed[0].Keys)
            {
                var runs = bySeed.Select(seeds => seeds.GetValueOrDefault(seed)).ToImmutableArray();
                if (runs.All(run => run is { State: RunState.Completed or RunState.Diverged or RunState.Failed }))
                {
                    for (var i = 0; i < runs.Length; i++)
                    {
                        times[i].Add(Time(runs[i]!));
                    }
                }
            }
        }

        return times[0].Count == 0 ? null : Of(optimizers, [.. times.Select(time => time.ToImmutable())]);
    }

    /// <summary>The axes that, with the seed, make a problem: those that no optimiser is tuned by.</summary>
    public static ImmutableArray<Hyperparameter> SharedAxes(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return
        [
            .. analysis.SettingAxes.Where(axis =>
                axis != Hyperparameters.Optimizer && axis != Hyperparameters.LearningRate && axis.Optimizer is null),
        ];
    }

    private static TimeToTarget Of(ImmutableArray<OptimizerKind> optimizers, ImmutableArray<ImmutableArray<double?>> times)
    {
        var ratios = PerformanceProfile.Ratios(times);
        var scores = ratios.Select(row => PerformanceProfile.Score(row, GreatestFactor)).ToImmutableArray();
        var order = Enumerable.Range(0, optimizers.Length).OrderByDescending(i => scores[i]).ToImmutableArray();
        var fastest = order[0];
        return new TimeToTarget(
            times[0].Length,
            [
                .. order.Select(i => new OptimizerTimes(
                    optimizers[i],
                    ratios[i],
                    scores[i],
                    i == fastest ? null : PerformanceProfile.GeometricMeanSpeedup(times[i], times[fastest]),
                    times[i].Zip(times[fastest], static (one, other) => one is not null && other is not null).Count(both => both))),
            ]);
    }

    private static double? Time(RunRecord run) =>
        run.State is RunState.Completed or RunState.Diverged && run.Result?.EpochsToTarget is { } epoch ? epoch + 1 : null;

    private static Cell Tuned(IEnumerable<Cell> cells) => cells
        .OrderBy(cell => cell.EpochsToTarget.Median ?? double.PositiveInfinity)
        .ThenByDescending(cell => cell.EpochsToTarget.Reached)
        .ThenBy(cell => cell.FinalCost?.Mean ?? double.PositiveInfinity)
        .ThenBy(cell => cell.Number)
        .First();
}
