using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The expected best result of a random search with a smaller budget (Dodge et al., Show your work: improved reporting of experimental
/// results, EMNLP 2019). The draws are without replacement: with replacement, the estimate is biased (Tang et al., Showing your work
/// doesn't always work, ACL 2020).
/// </summary>
public static class ExpectedBest
{
    /// <summary>
    /// The expected minimum of k of n values, over all subsets of size k. The i-th smallest value (from 1) is the minimum of
    /// C(n - i, k - 1) of the C(n, k) subsets.
    /// </summary>
    /// <param name="values">The n values, in their own unit. Values may be infinite, but not of both signs.</param>
    /// <param name="draws">The number k of draws, in [1, n].</param>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of draws is below 1 or above n.</exception>
    public static double Minimum(ImmutableArray<double> values, int draws) =>
        Weigh(values, draws, static values => values.Sort());

    /// <summary>The expected maximum of k of n values, over all subsets of size k: the mirror image of the minimum.</summary>
    /// <inheritdoc cref="Minimum"/>
    public static double Maximum(ImmutableArray<double> values, int draws) =>
        Weigh(values, draws, static values => values.Sort(static (one, other) => other.CompareTo(one)));

    private static double Weigh(
        ImmutableArray<double> values, int draws, Func<ImmutableArray<double>, ImmutableArray<double>> bestFirst)
    {
        SampleGuard.RequireNumbers(values, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, values.Length);
        var sorted = bestFirst(values);

        // The ratio of neighbouring weights avoids the large binomial coefficients. The last k - 1 values have no weight.
        var weight = (double)draws / values.Length;
        var sum = 0.0;
        for (var i = 0; i <= values.Length - draws; i++)
        {
            sum += weight * sorted[i];
            weight *= (double)(values.Length - draws - i) / (values.Length - 1 - i);
        }

        return sum;
    }
}
