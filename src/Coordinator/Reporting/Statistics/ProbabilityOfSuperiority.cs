using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The probability that a value of the first sample is better than one of the second, plus half the probability of a tie (Grissom,
/// Probability of the superior outcome of one treatment over another, Journal of Applied Psychology 79, 1994).
/// </summary>
/// <param name="Share">The estimate, in [0, 1]: the share of pairs where the first is better. A tie counts a half.</param>
/// <param name="Interval">Its interval, within [0, 1].</param>
public sealed record ProbabilityOfSuperiority(double Share, ConfidenceInterval Interval)
{
    /// <summary>
    /// The estimate from paired samples, with Wilson's score interval. A tie enters Wilson's formula as half a success in one trial. Such
    /// scores vary less than whole successes, so ties make the interval too wide rather than too narrow.
    /// </summary>
    /// <param name="first">The first value of each pair. It may be infinite.</param>
    /// <param name="second">The second value of each pair. It may be infinite.</param>
    /// <param name="greaterIsBetter">True when the greater value is better; false when the smaller is.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    /// <returns>The estimate; null for no pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length, or a value is NaN.</exception>
    public static ProbabilityOfSuperiority? Paired(
        ImmutableArray<double> first, ImmutableArray<double> second, bool greaterIsBetter, double level = ConfidenceInterval.Level)
    {
        if (SignTest.Paired(first, second) is not { } signs)
        {
            return null;
        }

        var wins = (greaterIsBetter ? signs.FirstGreater : signs.SecondGreater) + (signs.Ties / 2.0);
        return new ProbabilityOfSuperiority(wins / first.Length, Proportion.WilsonInterval(wins, first.Length, level));
    }

    /// <summary>
    /// The estimate from independent samples of m and n values: the Mann-Whitney statistic divided by m n. The interval is method 5 of
    /// Newcombe, Confidence intervals for an effect size measure based on the Mann-Whitney statistic, part 2, Statistics in Medicine 25,
    /// 2006. It has the theta with (theta' - theta)^2 &lt;= z^2 V(theta), where theta' is the estimate and N = (m + n) / 2 - 1:
    /// V(theta) = theta (1 - theta) (1 + N ((1 - theta) / (2 - theta) + theta / (1 + theta))) / (m n).
    /// </summary>
    /// <param name="first">The first sample. A value may be infinite.</param>
    /// <param name="second">The second sample. A value may be infinite.</param>
    /// <param name="greaterIsBetter">True when the greater value is better; false when the smaller is.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    /// <returns>The estimate; null when a sample is empty.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static ProbabilityOfSuperiority? Unpaired(
        ImmutableArray<double> first, ImmutableArray<double> second, bool greaterIsBetter, double level = ConfidenceInterval.Level)
    {
        SampleGuard.RequireNumbers(first, nameof(first));
        SampleGuard.RequireNumbers(second, nameof(second));
        var z = StandardNormal.Quantile(level);
        if (first.IsEmpty || second.IsEmpty)
        {
            return null;
        }

        var pairs = (double)first.Length * second.Length;
        var share = (greaterIsBetter ? CountGreater(first, second) : CountGreater(second, first)) / pairs;
        var half = ((first.Length + second.Length) / 2.0) - 1;
        return new ProbabilityOfSuperiority(share, new ConfidenceInterval(Bound(0), Bound(1)));

        // The ends of [0, 1] lie outside the interval unless they are the estimate. Bisection ends at neighbouring numbers.
        double Bound(double outside)
        {
            var inside = share;
            for (var middle = (inside + outside) / 2; middle != inside && middle != outside; middle = (inside + outside) / 2)
            {
                (inside, outside) = Contains(middle) ? (middle, outside) : (inside, middle);
            }

            return inside;
        }

        bool Contains(double theta)
        {
            var variance = theta * (1 - theta) * (1 + (half * (((1 - theta) / (2 - theta)) + (theta / (1 + theta))))) / pairs;
            return (share - theta) * (share - theta) <= z * z * variance;
        }
    }

    /// <summary>The number of pairs of a greater value of the first sample and a smaller of the second; a tie counts a half.</summary>
    private static double CountGreater(ImmutableArray<double> first, ImmutableArray<double> second)
    {
        var (ascending, others) = (first.Sort(), second.Sort());
        var (below, upTo, greater) = (0, 0, 0.0);
        foreach (var value in ascending)
        {
            while (below < others.Length && others[below] < value)
            {
                below++;
            }

            while (upTo < others.Length && others[upTo] <= value)
            {
                upTo++;
            }

            greater += (below + upTo) / 2.0;
        }

        return greater;
    }
}
