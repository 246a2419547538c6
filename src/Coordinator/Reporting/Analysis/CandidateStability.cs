using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// How much the choice of the best configuration depends on the seeds: a bootstrap over seeds that repeats the choice (Efron and
/// Tibshirani, An introduction to the bootstrap, 1993, chapter 17). Each resample chooses on seeds drawn with replacement, and judges the
/// chosen configuration on the seeds that were not drawn.
/// </summary>
/// <param name="Resamples">The number of resamples.</param>
/// <param name="Seeds">The number of seeds.</param>
/// <param name="SameConfiguration">The share of resamples that choose the same configuration, in [0, 1].</param>
/// <param name="SameCompared">The share of resamples that choose the same compared value, in [0, 1].</param>
/// <param name="Tied">The share of resamples in which several configurations were equally good, in [0, 1]. The first is then chosen.</param>
/// <param name="OnChosen">The mean score of the chosen configurations on the seeds that chose them.</param>
/// <param name="OnOthers">Their mean score on the seeds that were not drawn; null when every resample drew all seeds.</param>
public sealed record CandidateStability(
    int Resamples, int Seeds, double SameConfiguration, double SameCompared, double Tied, double OnChosen, double? OnOthers)
{
    private const int MostResamples = 1000;

    /// <summary>Configurations ranked below this are chosen so rarely that they are left out.</summary>
    private const int MostConfigurations = 200;

    /// <summary>
    /// Resamples the seeds. Null with fewer than three seeds, with one configuration, or when a leading configuration lacks the score of a
    /// seed.
    /// </summary>
    /// <param name="ranking">The configurations, from best to worst.</param>
    /// <param name="outcomes">The judge of how runs ended.</param>
    /// <param name="key">The key of the random numbers. Equal keys give equal results.</param>
    public static CandidateStability? Resample(ImmutableArray<RankedConfiguration> ranking, Outcomes outcomes, ulong key)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ImmutableArray<Configuration> configurations =
            [.. ranking.Where(ranked => ranked.Rank is not null).Take(MostConfigurations).Select(ranked => ranked.Configuration)];
        if (configurations.Length < 2)
        {
            return null;
        }

        ImmutableArray<uint> seeds = [.. configurations[0].Runs.Select(run => run.Specification.Seed).Distinct().Order()];
        var scores = configurations.Select(configuration => ScoresBySeed(configuration, seeds, outcomes)).ToArray();
        return seeds.Length < 3 || scores.Any(row => row is null) ? null : Resample(configurations, [.. scores.OfType<double[]>()], outcomes.Objective, key);
    }

    private static CandidateStability Resample(
        ImmutableArray<Configuration> configurations, ImmutableArray<double[]> scores, Objective objective, ulong key)
    {
        var seeds = scores[0].Length;
        var (same, sameCompared, tied, onChosen, onOthers, judged) = (0, 0, 0, 0.0, 0.0, 0);
        var means = new double[scores.Length];
        var weights = new int[seeds];
        for (var resample = 0; resample < MostResamples; resample++)
        {
            var random = new CounterRandom(key, (ulong)resample);
            Array.Clear(weights);
            for (var draw = 0; draw < seeds; draw++)
            {
                weights[random.NextBelow(seeds)]++;
            }

            for (var i = 0; i < means.Length; i++)
            {
                means[i] = objective.Order(Weighted(scores[i], weights));
            }

            var best = means.Min();
            var chosen = Array.IndexOf(means, best);
            tied += means.Count(mean => mean == best) > 1 ? 1 : 0;
            same += chosen == 0 ? 1 : 0;
            sameCompared += configurations[chosen].Compared == configurations[0].Compared ? 1 : 0;
            onChosen += Weighted(scores[chosen], weights);
            var others = scores[chosen].Where((_, seed) => weights[seed] == 0).ToArray();
            if (others.Length > 0)
            {
                onOthers += others.Average();
                judged++;
            }
        }

        return new CandidateStability(
            MostResamples,
            seeds,
            (double)same / MostResamples,
            (double)sameCompared / MostResamples,
            (double)tied / MostResamples,
            onChosen / MostResamples,
            judged > 0 ? onOthers / judged : null);
    }

    private static double Weighted(double[] scores, int[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            sum += weights[i] * scores[i];
        }

        return sum / scores.Length;
    }

    private static double[]? ScoresBySeed(Configuration configuration, ImmutableArray<uint> seeds, Outcomes outcomes)
    {
        var bySeed = configuration.Replicates.ToDictionary(replicate => replicate.Seed, replicate => replicate.Score(outcomes));
        var scores = seeds.Select(seed => bySeed.GetValueOrDefault(seed)).OfType<double>().ToArray();
        return scores.Length == seeds.Length ? scores : null;
    }
}
