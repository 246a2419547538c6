using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using NNOptim.Experiments;

namespace NNOptim.Benchmarks.Conclusions;

/// <summary>
/// The peer: the rule of this program's first version, which is what a loop with a t test does. It chooses and tests on the same seeds.
/// </summary>
internal sealed class SameSeedRule
{
    /// <summary>The number of drawn experiments.</summary>
    public int Experiments { get; private set; }

    /// <summary>Those with a significant lead of the wrong sign.</summary>
    public int Wrong { get; private set; }

    /// <summary>Those where the winner's 95% t interval holds its true mean cost.</summary>
    public int Covered { get; private set; }

    /// <summary>The sum of the winners' mean costs divided by their true mean costs.</summary>
    public double Ratios { get; private set; }

    /// <summary>Judges the search of one experiment.</summary>
    public void Judge(ExperimentRecord experiment, Truth truth)
    {
        var bests = experiment.Runs.Where(run => run.Confirmation == 0)
            .GroupBy(run => Population.Key(run.Specification), StringComparer.Ordinal)
            .Select(group => (group.Key, Optimizer: group.First().Specification.Values["optimizer"]!.ToString(),
                Lost: group.Count(run => run.State != RunState.Completed),
                Costs: group.Where(run => run.State == RunState.Completed).ToDictionary(run => run.Specification.Seed, run => run.Metric("final_cost")!.Value)))
            .Where(configuration => configuration.Costs.Count > 1)
            .OrderBy(configuration => configuration.Lost).ThenBy(configuration => configuration.Costs.Values.Average())
            .DistinctBy(configuration => configuration.Optimizer)
            .ToImmutableArray();
        if (bests.Length < 2)
        {
            return;
        }

        var winner = bests[0];
        var (mean, deviation, count) = (winner.Costs.Values.Average(), winner.Costs.Values.StandardDeviation(), winner.Costs.Count);
        Experiments++;
        Ratios += mean / truth.MeanCost(winner.Key);
        Covered += Math.Abs(mean - truth.MeanCost(winner.Key)) <= StudentT.InvCDF(0, 1, count - 1, 0.975) * deviation / Math.Sqrt(count) ? 1 : 0;
        var tests = bests.Skip(1).Select(rival => (rival.Key, PValue: PValue(rival.Costs, winner.Costs))).OrderBy(test => test.PValue).ToList();
        var rejected = tests.TakeWhile((test, i) => test.PValue * (tests.Count - i) < 0.05);
        Wrong += rejected.Any(test => truth.MeanCost(test.Key) < truth.MeanCost(winner.Key)) ? 1 : 0;
    }

    private static double PValue(Dictionary<uint, double> first, Dictionary<uint, double> second)
    {
        var differences = first.Where(pair => second.ContainsKey(pair.Key)).Select(pair => pair.Value - second[pair.Key]).ToArray();
        if (differences.Length < 2)
        {
            return 1;
        }

        var t = differences.Average() / (differences.StandardDeviation() / Math.Sqrt(differences.Length));
        return double.IsNaN(t) ? 1 : 2 * StudentT.CDF(0, 1, differences.Length - 1, -Math.Abs(t));
    }
}
