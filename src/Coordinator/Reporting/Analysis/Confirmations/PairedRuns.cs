using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis.Confirmations;

/// <summary>
/// The ended seeds that two finalists both have, with the statistics that need no correction. Where a seed has several runs, on splits or
/// folds, their mean is its one observation, and it is successful when all of them are.
/// </summary>
internal sealed class PairedRuns
{
    /// <summary>With fewer seeds on which only one was successful, McNemar's test can reject at no usual level.</summary>
    private const int LeastDiscordant = 6;

    private readonly ImmutableArray<(Replicate First, Replicate Second)> pairs;
    private readonly Outcomes outcomes;

    public PairedRuns(Finalist first, Finalist second, Outcomes outcomes, bool isLogarithmic)
    {
        this.outcomes = outcomes;
        (First, Second) = (first, second);
        var others = second.Confirmed.Replicates.Where(replicate => replicate.HasEnded).ToDictionary(replicate => replicate.Seed);
        pairs =
        [
            .. first.Confirmed.Replicates.Where(replicate => replicate.HasEnded && others.ContainsKey(replicate.Seed))
                .Select(replicate => (replicate, others[replicate.Seed])),
        ];
        var successful = pairs.Where(pair => pair.First.IsSuccessful(outcomes) && pair.Second.IsSuccessful(outcomes))
            .Select(pair => (First: pair.First.Value(outcomes.Objective)!.Value, Second: pair.Second.Value(outcomes.Objective)!.Value))
            .ToImmutableArray();
        IsRatio = isLogarithmic && successful.All(pair => pair is { First: > 0, Second: > 0 });
        Differences = [.. successful.Select(pair => IsRatio ? Math.Log10(pair.First) - Math.Log10(pair.Second) : pair.First - pair.Second)];
        Unsuccessful = McNemar.Paired(
            [.. pairs.Select(pair => !pair.First.IsSuccessful(outcomes))], [.. pairs.Select(pair => !pair.Second.IsSuccessful(outcomes))]);
    }

    public Finalist First { get; }

    public Finalist Second { get; }

    /// <summary>Whether the differences are logarithms of ratios.</summary>
    public bool IsRatio { get; }

    /// <summary>The differences, first minus second, on the seeds where both were successful.</summary>
    public ImmutableArray<double> Differences { get; }

    /// <summary>The test of the differences. It is made anew at each call: with its averages, all pairs together would need much memory.</summary>
    public SignedRank? TestRanks() => SignedRank.Test(Differences);

    public McNemar? Unsuccessful { get; }

    /// <summary>Whether enough seeds differ in success for a test. This number says nothing about which of the two is more reliable.</summary>
    public bool IsReliabilityTested => Unsuccessful is { } counts && counts.FirstOnly + counts.SecondOnly >= LeastDiscordant;

    public ProbabilityOfSuperiority? Superiority
    {
        get
        {
            var scored = pairs.Select(pair => (First: pair.First.Score(outcomes), Second: pair.Second.Score(outcomes)))
                .Where(pair => pair is { First: not null, Second: not null }).ToImmutableArray();
            return ProbabilityOfSuperiority.Paired(
                [.. scored.Select(pair => pair.First!.Value)], [.. scored.Select(pair => pair.Second!.Value)], outcomes.Objective.IsMaximized);
        }
    }

    /// <summary>The comparison after the correction.</summary>
    public FinalistPair Compare(HolmMember? cost, HolmMember? reliability)
    {
        var difference = cost is not null && TestRanks() is { } ranks
            ? new CostDifference(Differences.Length, Differences.Count(difference => difference == 0), IsRatio, ranks.Estimate, cost, ranks.Interval(cost.Level), Effect())
            : null;
        var success = Unsuccessful is { } counts ? new ReliabilityDifference(counts, reliability) : null;
        return new FinalistPair(First, Second, Superiority, difference, success, Verdict(difference, success));
    }

    private PairVerdict Verdict(CostDifference? cost, ReliabilityDifference? reliability)
    {
        // Positive for the first, negative for the second, 0 when the data do not tell.
        var byCost = cost is { Test.IsRejected: true } ? -Math.Sign(outcomes.Objective.Order(cost.Estimate)) : 0;
        var byReliability = reliability is { Test.IsRejected: true } ? Math.Sign(reliability.Counts.SecondOnly - reliability.Counts.FirstOnly) : 0;
        return (byCost, byReliability) switch
        {
            (0, 0) => PairVerdict.Undecided,
            ( >= 0, >= 0) => PairVerdict.FirstIsBetter,
            ( <= 0, <= 0) => PairVerdict.SecondIsBetter,
            _ => PairVerdict.Mixed,
        };
    }

    private double? Effect()
    {
        // Equal differences leave a tiny deviation by rounding.
        const double Rounding = 1e-9;
        var summary = SampleSummary.Summarize(Differences);
        return summary is { StandardDeviation: { } deviation } && deviation > Rounding * Math.Max(Math.Abs(summary.Minimum), Math.Abs(summary.Maximum)) ? HedgesCorrection.Factor(summary.Count - 1) * summary.Mean / summary.StandardDeviation : null;
    }
}
