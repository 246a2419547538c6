using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Benchmarks.Conclusions;

/// <summary>What is true of a population's configurations: each figure over all its seeds.</summary>
internal sealed class Truth
{
    private readonly ImmutableDictionary<string, ImmutableArray<RunRecord>> runs;
    private readonly Dictionary<(string, string), double?> typical = [];
    private readonly Outcomes outcomes;

    public Truth(Population population)
    {
        runs = population.Runs;
        outcomes = Outcomes.Of(population.Grid.Declaration, population.Whole().Runs);
    }

    public double MedianScore(string key) => SampleSummary.Summarize([.. Scores(key)])!.Median;

    /// <summary>The mean cost of the completed runs, as the old rules reported it.</summary>
    public double MeanCost(string key) => runs[key].Select(outcomes.Objective.ValueOf).OfType<double>().Average();

    public double Unsuccessful(string key) => runs[key].Count(run => !outcomes.IsSuccessful(run)) / (double)runs[key].Length;

    /// <summary>The median of the epochs trained to the target; infinite when most runs do not reach it.</summary>
    public double MedianEpochs(string key)
    {
        var times = runs[key].Select(run => TargetTimes.Epochs(run) ?? double.PositiveInfinity).Order().ToArray();
        return (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2;
    }

    /// <summary>The probability that the first scores better, plus half that of a tie.</summary>
    public double Superiority(string first, string second) =>
        Scores(first).Zip(Scores(second), static (one, other) => one < other ? 1.0 : one == other ? 0.5 : 0.0).Average();

    /// <summary>The centre of the differences of log10 cost on seeds where both are successful: the estimate over all seeds.</summary>
    public double? TypicalDifference(string first, string second)
    {
        if (!typical.TryGetValue((first, second), out var known))
        {
            known = SignedRank.Test([.. Differences(first, second)])?.Estimate;
            typical.Add((first, second), known);
        }

        return known;
    }

    /// <summary>The mean of these differences.</summary>
    public double MeanDifference(string first, string second) => Differences(first, second).DefaultIfEmpty().Average();

    private IEnumerable<double> Scores(string key) => runs[key].Select(run => outcomes.Score(run)!.Value);

    private IEnumerable<double> Differences(string first, string second) => runs[first].Zip(runs[second], static (one, other) => (First: one, Second: other))
        .Where(pair => outcomes.IsSuccessful(pair.First) && outcomes.IsSuccessful(pair.Second))
        .Select(pair => Math.Log10(outcomes.Objective.ValueOf(pair.First)!.Value) - Math.Log10(outcomes.Objective.ValueOf(pair.Second)!.Value));
}
