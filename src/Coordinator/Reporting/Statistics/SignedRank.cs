using System.Collections.Concurrent;
using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The signed-rank test of paired differences (Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945), with the
/// estimate and the intervals that belong to it (Hodges and Lehmann, Estimates of location based on rank tests, Annals of Mathematical
/// Statistics 34, 1963). It assumes independent differences with a symmetric distribution, but no normal one.
/// </summary>
public sealed record SignedRank
{
    /// <summary>Up to this many differences, the null distribution is exact. For more, it is normal with a continuity correction.</summary>
    public const int ExactUpTo = 100;

    private static readonly ConcurrentDictionary<int, double[]> Distributions = new();

    private readonly ImmutableArray<double> averages;

    private SignedRank(int count, ImmutableArray<double> averages)
    {
        Count = count;
        this.averages = averages;
        var middle = averages.Length / 2;
        Estimate = averages.Length % 2 == 1 ? averages[middle] : (averages[middle - 1] + averages[middle]) / 2;

        // The statistic is the number of averages on one side of 0 (Tukey). Averages of exactly 0 support neither side.
        var extreme = Math.Max(averages.Count(average => average > 0), averages.Count(average => average < 0));
        PValue = Math.Min(1, 2 * AtMost(averages.Length - extreme, count));
    }

    /// <summary>The number of differences.</summary>
    public int Count { get; }

    /// <summary>The Hodges-Lehmann estimate: the median of the averages of all pairs of differences, each with itself included.</summary>
    public double Estimate { get; }

    /// <summary>The two-sided p value. Differences of 0 and ties make it too large rather than too small.</summary>
    public double PValue { get; }

    /// <summary>Tests differences; null when there are none.</summary>
    /// <param name="differences">The differences, all finite.</param>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static SignedRank? Test(ImmutableArray<double> differences)
    {
        if (differences.Any(difference => !double.IsFinite(difference)))
        {
            throw new ArgumentException("Every difference must be finite.", nameof(differences));
        }

        var averages = new List<double>(differences.Length * (differences.Length + 1) / 2);
        for (var i = 0; i < differences.Length; i++)
        {
            for (var j = i; j < differences.Length; j++)
            {
                averages.Add((differences[i] + differences[j]) / 2);
            }
        }

        averages.Sort();
        return differences.IsEmpty ? null : new SignedRank(differences.Length, [.. averages]);
    }

    /// <summary>
    /// The interval of the centre of the differences. It excludes 0 exactly when the p value is at most 1 - level. Null when so few
    /// differences allow no interval of this level.
    /// </summary>
    /// <param name="level">The level, in (0, 1).</param>
    public ConfidenceInterval? Interval(double level)
    {
        var tail = (1 - level) / 2;
        var (rank, above) = (0, averages.Length);
        while (above - rank > 1)
        {
            var middle = (rank + above) / 2;
            (rank, above) = AtMost(middle - 1, Count) <= tail ? (middle, above) : (rank, middle);
        }

        return rank == 0 ? null : new ConfidenceInterval(averages[rank - 1], averages[^rank]);
    }

    /// <summary>The least number of differences whose p value can be below a level of significance.</summary>
    /// <param name="significance">The level of significance, in (0, 1).</param>
    public static int LeastCount(double significance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(significance);
        return (int)Math.Floor(1 - Math.Log2(significance)) + 1;
    }

    /// <inheritdoc/>
    public bool Equals(SignedRank? other) => other is not null && averages.AsSpan().SequenceEqual(other.averages.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Estimate, PValue);

    /// <summary>The probability under the hypothesis that the sum of the positive ranks is at most a number.</summary>
    private static double AtMost(int sum, int count)
    {
        if (sum < 0)
        {
            return 0;
        }

        if (count <= ExactUpTo)
        {
            var cumulative = Distributions.GetOrAdd(count, Distribution);
            return cumulative[Math.Min(sum, cumulative.Length - 1)];
        }

        var mean = count * (count + 1.0) / 4;
        var deviation = Math.Sqrt(count * (count + 1.0) * ((2.0 * count) + 1) / 24);
        return Normal.CDF(mean, deviation, sum + 0.5);
    }

    /// <summary>The cumulative null distribution: each rank is positive with probability one half.</summary>
    private static double[] Distribution(int count)
    {
        var probabilities = new double[(count * (count + 1) / 2) + 1];
        probabilities[0] = 1;
        for (var rank = 1; rank <= count; rank++)
        {
            for (var sum = rank * (rank + 1) / 2; sum >= 0; sum--)
            {
                probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2;
            }
        }

        for (var sum = 1; sum < probabilities.Length; sum++)
        {
            probabilities[sum] += probabilities[sum - 1];
        }

        return probabilities;
    }
}
