using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The times to the target of one compared value on all problems.</summary>
/// <param name="Compared">The compared value.</param>
/// <param name="Ratios">Its time divided by the fastest time on each problem; null when it did not reach the target.</param>
/// <param name="Score">The area under its performance profile up to <see cref="TimeToTarget.GreatestFactor"/>, in [0, 1].</param>
public sealed record ComparedTimes(string Compared, ImmutableArray<double?> Ratios, double Score)
{
    /// <summary>The number of problems it solved.</summary>
    public int Solved => Ratios.Count(ratio => ratio is not null);
}

/// <summary>
/// Compares values by their time to the target cost, as AlgoPerf compares training algorithms (Dahl et al., Benchmarking neural network
/// training algorithms, 2023, arXiv:2306.07179). A problem is one seed on one split with one value of every shared parameter. On each problem, a
/// compared value runs with the tuned value and own parameters whose median time over seeds is smallest. A time is the number of epochs
/// until the target was reached, 1 or more. A run that ends, diverges or fails before the target never reaches it.
/// </summary>
/// <param name="Problems">The number of problems.</param>
/// <param name="Compared">The compared values in descending order of score.</param>
public sealed record TimeToTarget(int Problems, ImmutableArray<ComparedTimes> Compared)
{
    /// <summary>Profiles are drawn and integrated up to this multiple of the fastest time, as in AlgoPerf.</summary>
    public const double GreatestFactor = 4;

    /// <summary>
    /// Compares the times; null without a target, without a second compared value, or when no problem has all its runs ended.
    /// </summary>
    public static TimeToTarget? Measure(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var compared = analysis.ComparedValues;
        if (analysis.Target is null || compared.Length < 2)
        {
            return null;
        }

        var shared = SharedParameters(analysis);
        var times = compared.Select(_ => ImmutableArray.CreateBuilder<double?>()).ToImmutableArray();
        foreach (var group in analysis.Configurations.GroupBy(configuration => configuration.Key(shared)))
        {
            var tuned = compared
                .Select(value => Tuned(group.Where(configuration => configuration.Compared == value), analysis.Objective))
                .OfType<Configuration>()
                .ToImmutableArray();
            if (tuned.Length < compared.Length)
            {
                continue;
            }

            var bySeed = tuned.Select(configuration => configuration.Runs.DistinctBy(RepetitionOf).ToDictionary(RepetitionOf)).ToImmutableArray();
            foreach (var repetition in bySeed[0].Keys)
            {
                var runs = bySeed.Select(seeds => seeds.GetValueOrDefault(repetition)).ToImmutableArray();
                if (runs.All(run => run is not null && Outcomes.HasEnded(run)))
                {
                    for (var i = 0; i < runs.Length; i++)
                    {
                        times[i].Add(TargetTimes.Epochs(runs[i]!));
                    }
                }
            }
        }

        return times[0].Count == 0 ? null : Measure(compared, [.. times.Select(time => time.ToImmutable())]);
    }

    /// <summary>
    /// The parameters that define a problem together with the seed: those that are not chosen separately for each compared value.
    /// </summary>
    public static ImmutableArray<Parameter> SharedParameters(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return
        [
            .. analysis.ConfigurationParameters.Where(parameter =>
                parameter.Name != analysis.Trainable.Compared && parameter.Name != analysis.Trainable.Tuned && parameter.When is null),
        ];
    }

    private static (uint Seed, string Split) RepetitionOf(RunRecord run) => (run.Specification.Seed, RunValues.Split(run));

    private static TimeToTarget Measure(ImmutableArray<string> compared, ImmutableArray<ImmutableArray<double?>> times)
    {
        var ratios = PerformanceProfile.Ratios(times);
        var scores = ratios.Select(row => PerformanceProfile.Score(row, GreatestFactor)).ToImmutableArray();
        return new TimeToTarget(
            times[0].Length,
            [.. Enumerable.Range(0, compared.Length).OrderByDescending(i => scores[i]).Select(i => new ComparedTimes(compared[i], ratios[i], scores[i]))]);
    }

    private static Configuration? Tuned(IEnumerable<Configuration> configurations, Objective objective) => configurations
        .OrderBy(configuration => configuration.EpochsToTarget.Median ?? double.PositiveInfinity)
        .ThenByDescending(configuration => configuration.EpochsToTarget.Reached)
        .ThenBy(configuration => objective.Order(configuration.Score?.Mean))
        .ThenBy(configuration => configuration.Number)
        .FirstOrDefault();
}
