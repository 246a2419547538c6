using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The paired permutation test of the mean difference (Fisher, The Design of Experiments, 1935, section 21). Under its hypothesis, the
/// sign of each difference is a fair coin. So the differences are symmetric about zero, but need not be normal.
/// </summary>
/// <param name="Count">The number of pairs.</param>
/// <param name="Difference">The mean of first minus second.</param>
/// <param name="PValue">The two-sided p value: the probability of a mean at least as far from zero, over all patterns of signs.</param>
/// <param name="IsExact">True when the test took every pattern of signs; false when it drew patterns at random.</param>
public sealed record SignFlipTest(int Count, double Difference, double PValue, bool IsExact)
{
    /// <summary>The largest number of pairs for which the test takes all 2^n patterns of signs.</summary>
    public const int MaxExactCount = 16;

    /// <summary>The number of random patterns for more pairs.</summary>
    public const int Flips = 20_000;

    /// <summary>
    /// Tests paired samples. With more than 16 pairs, p = (hits + 1) / (flips + 1), so it is never 0 (Phipson and Smyth, Permutation
    /// p-values should never be zero, 2010).
    /// </summary>
    /// <param name="first">The first value of each pair.</param>
    /// <param name="second">The second value of each pair.</param>
    /// <param name="random">The source of random patterns; unused for an exact test.</param>
    /// <returns>The test; null for no pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length, or a difference is not finite.</exception>
    public static SignFlipTest? Paired(ImmutableArray<double> first, ImmutableArray<double> second, CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        SampleGuard.RequireOneLength(first, second);
        var differences = first.Zip(second, static (one, other) => one - other).ToArray();
        if (!differences.All(double.IsFinite))
        {
            throw new ArgumentException("The differences must be finite.", nameof(first));
        }

        if (differences.Length == 0)
        {
            return null;
        }

        // Equal sums can differ in the last bits because of the order of additions. The tolerance counts these as equal.
        var sum = differences.Sum();
        var threshold = Math.Abs(sum) - (1e-12 * differences.Sum(Math.Abs));
        var exact = differences.Length <= MaxExactCount;
        var p = exact
            ? CountPatterns(differences, 0, threshold) / Math.Pow(2, differences.Length)
            : (CountHits(differences, threshold, random) + 1.0) / (Flips + 1);
        return new SignFlipTest(differences.Length, sum / differences.Length, p, exact);
    }

    /// <summary>The number of patterns of the differences after the first ones that reach the threshold, given the first ones' sum.</summary>
    private static int CountPatterns(ReadOnlySpan<double> rest, double sum, double threshold) =>
        rest.IsEmpty
            ? (Math.Abs(sum) >= threshold ? 1 : 0)
            : CountPatterns(rest[1..], sum + rest[0], threshold) + CountPatterns(rest[1..], sum - rest[0], threshold);

    private static int CountHits(ReadOnlySpan<double> differences, double threshold, CounterRandom random)
    {
        var hits = 0;
        for (var flip = 0; flip < Flips; flip++)
        {
            var (sum, signs) = (0.0, 0u);
            for (var i = 0; i < differences.Length; i++)
            {
                signs = i % 32 == 0 ? random.NextUInt32() : signs >> 1;
                sum += (signs & 1) == 0 ? differences[i] : -differences[i];
            }

            hits += Math.Abs(sum) >= threshold ? 1 : 0;
        }

        return hits;
    }
}
