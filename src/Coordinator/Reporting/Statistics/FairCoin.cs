using MathNet.Numerics.Distributions;

namespace NNOptim.Reporting.Statistics;

/// <summary>The binomial distribution with probability one half, for sign tests and order statistics.</summary>
internal static class FairCoin
{
    // 2^-1000 is a normal number; 2^-1100 is not.
    private const int MaxSummed = 1000;

    /// <summary>
    /// The probability of at most so many heads in count tosses; 0 for a negative number. Up to about 50 tosses, it has no rounding error.
    /// So it can be compared with an equal level such as 0.96875.
    /// </summary>
    public static double AtMost(int heads, int count)
    {
        if (count > MaxSummed)
        {
            return heads < 0 ? 0 : Binomial.CDF(0.5, count, heads);
        }

        var (term, sum) = (Math.ScaleB(1, -count), 0.0);
        for (var i = 0; i <= Math.Min(heads, count); i++)
        {
            sum += term;
            term = term * (count - i) / (i + 1);
        }

        return sum;
    }

    /// <summary>
    /// The exact two-sided p value of a split: min(1, 2 P(B &lt;= min(first, second))) with B of first + second tosses. It is 1 for no
    /// tosses.
    /// </summary>
    public static double TwoSided(int first, int second) => Math.Min(1, 2 * AtMost(Math.Min(first, second), first + second));
}
