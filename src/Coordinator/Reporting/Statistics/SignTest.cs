using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The exact sign test of paired values (Dixon and Mood, The statistical sign test, JASA 41, 1946). Under its hypothesis, either value of a
/// pair is the greater with probability one half.
/// </summary>
/// <param name="FirstGreater">The number of pairs whose first value is greater.</param>
/// <param name="SecondGreater">The number of pairs whose second value is greater.</param>
/// <param name="Ties">The number of pairs of equal values. The test drops them.</param>
/// <param name="PValue">The two-sided p value from the binomial distribution with one half; 1 when all pairs are ties.</param>
public sealed record SignTest(int FirstGreater, int SecondGreater, int Ties, double PValue)
{
    /// <summary>Tests paired samples. Infinite values are allowed; two infinite values of one sign are a tie.</summary>
    /// <param name="first">The first value of each pair.</param>
    /// <param name="second">The second value of each pair.</param>
    /// <returns>The test; null for no pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length, or a value is NaN.</exception>
    public static SignTest? Paired(ImmutableArray<double> first, ImmutableArray<double> second)
    {
        SampleGuard.RequireOneLength(first, second);
        SampleGuard.RequireNumbers(first, nameof(first));
        SampleGuard.RequireNumbers(second, nameof(second));
        if (first.IsEmpty)
        {
            return null;
        }

        var greater = first.Zip(second).Count(pair => pair.First > pair.Second);
        var smaller = first.Zip(second).Count(pair => pair.First < pair.Second);
        return new SignTest(greater, smaller, first.Length - greater - smaller, FairCoin.TwoSided(greater, smaller));
    }
}
