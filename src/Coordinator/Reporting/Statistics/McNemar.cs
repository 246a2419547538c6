using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The exact test of paired yes/no outcomes (McNemar, Note on the sampling error of the difference between correlated proportions or
/// percentages, Psychometrika 12, 1947). Only pairs of different outcomes count. Under its hypothesis, either outcome of such a pair is the
/// yes with probability one half.
/// </summary>
/// <param name="FirstOnly">The number of pairs where only the first is a yes.</param>
/// <param name="SecondOnly">The number of pairs where only the second is a yes.</param>
/// <param name="PValue">The two-sided p value from the binomial distribution with one half; 1 when all pairs agree.</param>
public sealed record McNemar(int FirstOnly, int SecondOnly, double PValue)
{
    /// <summary>Tests paired outcomes.</summary>
    /// <param name="first">The first outcome of each pair; true is a yes.</param>
    /// <param name="second">The second outcome of each pair; true is a yes.</param>
    /// <returns>The test; null for no pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static McNemar? Paired(ImmutableArray<bool> first, ImmutableArray<bool> second)
    {
        SampleGuard.RequireOneLength(first, second);
        if (first.IsEmpty)
        {
            return null;
        }

        var firstOnly = first.Zip(second).Count(pair => pair is (true, false));
        var secondOnly = first.Zip(second).Count(pair => pair is (false, true));
        return new McNemar(firstOnly, secondOnly, FairCoin.TwoSided(firstOnly, secondOnly));
    }
}
