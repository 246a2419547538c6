using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis.Confirmations;

/// <summary>
/// The last confirmation: the finalists of the search, tested on seeds that played no part in choosing them. AlgoPerf judges training
/// algorithms in this way (Dahl et al., Benchmarking neural network training algorithms, 2023, arXiv:2306.07179, section 4.4).
/// </summary>
/// <param name="Round">The number of the confirmation, from 1.</param>
/// <param name="Seeds">The number of fresh seeds.</param>
/// <param name="Finalists">The finalists, from the best mean score to the worst. Finalists without a completed run come last.</param>
/// <param name="Pairs">All pairs of finalists, in the order of the finalists.</param>
public sealed record ConfirmationResult(
    int Round, int Seeds, ImmutableArray<Finalist> Finalists, ImmutableArray<FinalistPair> Pairs)
{
    /// <summary>The probability, at most, of any wrong verdict in a confirmation.</summary>
    public const double Significance = 0.05;

    /// <summary>The power for which <see cref="SeedsToSeparate"/> looks.</summary>
    private const double Power = 0.8;

    /// <summary>More seeds than this are not suggested.</summary>
    private const int MostSeeds = 1000;

    /// <summary>The finalist with the best mean score; null when no run of a confirmation completed.</summary>
    public Finalist? Leader => Finalists.FirstOrDefault(finalist => finalist.Confirmed.Score is not null);

    /// <summary>The pairs of the leader with each other finalist.</summary>
    public IEnumerable<FinalistPair> OfLeader => Pairs.Where(pair => pair.First == Leader || pair.Second == Leader);

    /// <summary>Whether runs of the confirmation have not ended, or were cancelled.</summary>
    public bool IsUnfinished => Finalists.Any(finalist => finalist.Confirmed.Unfinished > 0);

    /// <summary>The number of tests over which p values are corrected.</summary>
    public int Tests => Pairs.Sum(pair => (pair.Cost is null ? 0 : 1) + (pair.Reliability?.Test is null ? 0 : 1));

    /// <summary>The least number of common successful seeds with which a test of cost can separate two finalists.</summary>
    public int LeastSeeds => SignedRank.LeastCount(Significance / Math.Max(1, Tests));

    /// <summary>Computes the result of the last confirmation; null when there was none.</summary>
    public static ConfirmationResult? Compute(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.ConfirmationRuns.IsEmpty)
        {
            return null;
        }

        var outcomes = analysis.Outcomes;
        var groups = Configuration.Group(analysis.ConfirmationRuns, analysis.ConfigurationParameters, outcomes, areConfirmed: true);
        var chosen = analysis.Configurations.ToLookup(configuration => configuration.Key(analysis.ConfigurationParameters), StringComparer.Ordinal);
        ImmutableArray<Finalist> finalists =
        [
            .. Ranking.Rank(groups, outcomes.Objective).Select(ranked => Describe(
                ranked.Configuration, chosen[ranked.Configuration.Key(analysis.ConfigurationParameters)].FirstOrDefault(), groups.Length, outcomes)),
        ];
        var paired = new List<PairedRuns>();
        for (var first = 0; first < finalists.Length; first++)
        {
            for (var second = first + 1; second < finalists.Length; second++)
            {
                paired.Add(new PairedRuns(finalists[first], finalists[second], outcomes, analysis.HasLogarithm));
            }
        }

        return new ConfirmationResult(
            analysis.ConfirmationRuns[0].Confirmation,
            analysis.ConfirmationRuns.Select(run => run.Specification.Seed).Distinct().Count(),
            finalists,
            Correct(paired));
    }

    /// <summary>
    /// About how many seeds would separate a pair with a power of 80%, if the difference is as large as it looks. The signed-rank test needs
    /// pi / 3 times as many as the t test (Lehmann, Nonparametrics, 1975). Null when it would need more than 1,000, when no cost was
    /// compared, when most values are equal, or when the typical value or the mean difference favours the second.
    /// </summary>
    public int? SeedsToSeparate(FinalistPair pair, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(objective);
        if (pair.Cost is not { Effect: { } effect } cost || objective.Order(effect) >= 0 || objective.Order(cost.Estimate) >= 0 || 2 * cost.Equal >= cost.Seeds)
        {
            return null;
        }

        var quantiles = Normal.InvCDF(0, 1, 1 - (Significance / Math.Max(1, Tests) / 2)) + Normal.InvCDF(0, 1, Power);
        var successful = Math.Ceiling(Math.PI / 3 * quantiles * quantiles / (effect * effect));
        var share = Seeds == 0 ? 1 : (double)pair.Cost.Seeds / Seeds;
        var seeds = Math.Max(LeastSeeds, successful) / share;
        return seeds <= MostSeeds ? (int)Math.Ceiling(seeds) : null;
    }

    private static Finalist Describe(Configuration confirmed, Configuration? chosen, int finalists, Outcomes outcomes) => new(
        chosen,
        confirmed,
        Proportion.Wilson(
            confirmed.Replicates.Count(replicate => replicate.HasEnded && !replicate.IsSuccessful(outcomes)),
            confirmed.Replicates.Count(replicate => replicate.HasEnded)),
        confirmed.Score is not null && confirmed.Unscored == 0
            ? MedianInterval.Compute([.. confirmed.Replicates.Select(replicate => replicate.Score(outcomes)).OfType<double>()], 1 - (Significance / finalists))
            : null);

    /// <summary>Corrects over the tests of cost and of reliability of all pairs together.</summary>
    private static ImmutableArray<FinalistPair> Correct(List<PairedRuns> pairs)
    {
        var family = HolmFamily.Correct(
            [
                .. pairs.Select(pair => pair.TestRanks()?.PValue),
                .. pairs.Select(pair => pair.IsReliabilityTested ? pair.Unsuccessful?.PValue : null),
            ],
            Significance);
        return [.. pairs.Select((pair, i) => pair.Compare(family.Members[i], family.Members[pairs.Count + i]))];
    }
}
