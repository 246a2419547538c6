using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// An interval of the median between two values of the sample. It assumes only independent values of one distribution (Thompson, On
/// confidence ranges for the median and other expectation distributions, Annals of Mathematical Statistics 7, 1936).
/// </summary>
/// <param name="Rank">The rank k of the low end among the values, from 1. The high end has rank n + 1 - k.</param>
/// <param name="Interval">The ends. Infinite where the values of these ranks are.</param>
/// <param name="Coverage">
/// The exact probability that the interval contains the median of a continuous distribution: P(k &lt;= B &lt;= n - k), where B is
/// binomial with n and one half. With ties, it is at least this.
/// </param>
public sealed record MedianInterval(int Rank, ConfidenceInterval Interval, double Coverage)
{
    /// <summary>The narrowest symmetric pair of ranks with a coverage of at least the level.</summary>
    /// <param name="values">The values. A censored time may be positive infinity.</param>
    /// <param name="level">The least coverage, in (0, 1).</param>
    /// <returns>The interval; null when no pair has the coverage, at 95% for fewer than 6 values.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static MedianInterval? Compute(ImmutableArray<double> values, double level = ConfidenceInterval.Level)
    {
        ConfidenceInterval.RequireLevel(level);
        SampleGuard.RequireNumbers(values, nameof(values));
        for (var rank = values.Length / 2; rank >= 1; rank--)
        {
            var coverage = 1 - (2 * FairCoin.AtMost(rank - 1, values.Length));
            if (coverage >= level)
            {
                var sorted = values.Sort();
                return new MedianInterval(rank, new ConfidenceInterval(sorted[rank - 1], sorted[^rank]), coverage);
            }
        }

        return null;
    }
}
