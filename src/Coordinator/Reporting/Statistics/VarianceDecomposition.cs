using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>The share of the variance that the interaction of two factors explains, in addition to their single shares.</summary>
/// <param name="First">The index of the first factor.</param>
/// <param name="Second">The index of the second factor, above the first.</param>
/// <param name="Share">The share, in [0, 1].</param>
public readonly record struct PairShare(int First, int Second, double Share);

/// <summary>
/// The variance of a response over a full factorial grid, divided among its factors by functional analysis of variance (Hutter, Hoos and
/// Leyton-Brown, An efficient approach for assessing hyperparameter importance, ICML 2014). On a balanced grid, this equals Fisher's
/// analysis: the shares are the eta squared of the classical table.
/// </summary>
/// <param name="Main">The share of each factor alone.</param>
/// <param name="Pairs">The share of each pair's interaction, in the order (0, 1), (0, 2), ..., (1, 2), ...</param>
/// <param name="Higher">The share of the interactions of three or more factors.</param>
/// <param name="Within">The share of the variation between the replicates of a combination.</param>
/// <param name="Variance">The total variance (divisor n) of the response, above 0.</param>
public sealed record VarianceDecomposition(
    ImmutableArray<double> Main, ImmutableArray<PairShare> Pairs, double Higher, double Within, double Variance)
{
    /// <summary>Decomposes the variance. Every combination has the same weight. Null when the response does not vary.</summary>
    /// <param name="levels">The number of levels of each factor.</param>
    /// <param name="cells">The replicates of each combination, one or more. The last factor varies fastest.</param>
    /// <exception cref="ArgumentException">The number of combinations does not match the levels, or a combination is empty.</exception>
    public static VarianceDecomposition? Decompose(ImmutableArray<int> levels, ImmutableArray<ImmutableArray<double>> cells)
    {
        if (cells.Length != levels.Aggregate(1, static (product, count) => product * count) || cells.Any(cell => cell.IsEmpty))
        {
            throw new ArgumentException("Every combination of the levels needs a replicate.", nameof(cells));
        }

        var means = cells.Select(cell => cell.Average()).ToImmutableArray();
        var grand = means.Average();
        var between = means.Average(mean => Square(mean - grand));
        var within = cells.Zip(means, static (cell, mean) => cell.Average(value => Square(value - mean))).Average();
        var total = between + within;

        // Rounding leaves a tiny variance when all values are equal.
        if (!double.IsFinite(total) || total <= 1e-24 * Math.Max(1, Square(grand)))
        {
            return null;
        }

        var coordinates = Enumerable.Range(0, cells.Length).Select(cell => Coordinates(cell, levels)).ToImmutableArray();
        var marginals = levels.Select((count, factor) => Marginal(count, i => coordinates[i][factor])).ToImmutableArray();
        var main = marginals.Select(marginal => marginal.Average(mean => Square(mean - grand)) / total).ToImmutableArray();
        var pairs = ImmutableArray.CreateBuilder<PairShare>();
        for (var first = 0; first < levels.Length; first++)
        {
            for (var second = first + 1; second < levels.Length; second++)
            {
                var (one, other) = (first, second);
                var joint = Marginal(levels[one] * levels[other], i => (coordinates[i][one] * levels[other]) + coordinates[i][other]);
                var share = joint.Select((mean, i) => Square(mean - marginals[one][i / levels[other]] - marginals[other][i % levels[other]] + grand)).Average() / total;
                pairs.Add(new PairShare(one, other, share));
            }
        }

        var higher = levels.Length < 3 ? 0 : Math.Max(0, (between / total) - main.Sum() - pairs.Sum(pair => pair.Share));
        return new VarianceDecomposition(main, pairs.DrainToImmutable(), higher, within / total, total);

        double[] Marginal(int count, Func<int, int> level)
        {
            var sums = new double[count];
            for (var i = 0; i < means.Length; i++)
            {
                sums[level(i)] += means[i];
            }

            return [.. sums.Select(sum => sum * count / means.Length)];
        }
    }

    private static int[] Coordinates(int cell, ImmutableArray<int> levels)
    {
        var coordinates = new int[levels.Length];
        for (var factor = levels.Length - 1; factor >= 0; factor--)
        {
            (cell, coordinates[factor]) = Math.DivRem(cell, levels[factor]);
        }

        return coordinates;
    }

    private static double Square(double value) => value * value;
}
