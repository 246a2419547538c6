namespace NNOptim.Reporting.Statistics;

/// <summary>A share of successes with its interval.</summary>
/// <param name="Successes">The number of successes.</param>
/// <param name="Count">The number of trials, 1 or more.</param>
/// <param name="Interval">
/// The interval of the probability of success, within [0, 1]. Its low end is exactly 0 without a success. Its high end is exactly 1
/// without a failure.
/// </param>
public sealed record Proportion(int Successes, int Count, ConfidenceInterval Interval)
{
    /// <summary>Successes divided by trials, in [0, 1].</summary>
    public double Share => (double)Successes / Count;

    /// <summary>
    /// Wilson's score interval: the p with |p' - p| &lt;= z sqrt(p (1 - p) / n), where p' is the share (Wilson, Probable inference, the law
    /// of succession, and statistical inference, JASA 22, 1927; method 3 of Newcombe 1998).
    /// </summary>
    /// <param name="successes">The number of successes, in [0, count].</param>
    /// <param name="count">The number of trials, 0 or more.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    /// <returns>The share; null for no trials.</returns>
    public static Proportion? Wilson(int successes, int count, double level = ConfidenceInterval.Level)
    {
        Require(successes, count);
        return count == 0 ? null : new Proportion(successes, count, WilsonInterval(successes, count, level));
    }

    /// <summary>Wilson's score interval of a number of successes that need not be whole, of one trial or more.</summary>
    internal static ConfidenceInterval WilsonInterval(double successes, int count, double level)
    {
        var z = StandardNormal.Quantile(level);
        var (p, square) = (successes / count, z * z);
        var center = successes + (square / 2);
        var half = z * Math.Sqrt((successes * (1 - p)) + (square / 4));
        var low = successes == 0 ? 0 : Math.Max(0, (center - half) / (count + square));
        var high = successes == count ? 1 : Math.Min(1, (center + half) / (count + square));
        return new ConfidenceInterval(low, high);
    }

    private static void Require(int successes, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, count);
    }
}
