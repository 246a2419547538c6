using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The probability that a value of the first sample is better than its partner of the second, plus half the probability of a tie (Grissom,
/// Probability of the superior outcome of one treatment over another, Journal of Applied Psychology 79, 1994).
/// </summary>
/// <param name="Better">The number of pairs where the first is better.</param>
/// <param name="Equal">The number of ties.</param>
/// <param name="Worse">The number of pairs where the first is worse.</param>
/// <param name="Interval">The interval of the probability, within [0, 1].</param>
public sealed record ProbabilityOfSuperiority(int Better, int Equal, int Worse, ConfidenceInterval Interval)
{
    /// <summary>The estimate, in [0, 1]: the share of pairs where the first is better. A tie counts a half.</summary>
    public double Share => (Better + (Equal / 2.0)) / (Better + Equal + Worse);

    /// <summary>
    /// The estimate from paired samples, with Wilson's score interval. A tie enters Wilson's formula as half a success in one trial. Such
    /// scores vary less than whole successes, so ties make the interval too wide rather than too narrow.
    /// </summary>
    /// <param name="first">The first value of each pair.</param>
    /// <param name="second">The second value of each pair.</param>
    /// <param name="greaterIsBetter">True when the greater value is better; false when the smaller is.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    /// <returns>The estimate; null for no pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length, or a value is NaN.</exception>
    public static ProbabilityOfSuperiority? Paired(
        ImmutableArray<double> first, ImmutableArray<double> second, bool greaterIsBetter, double level = ConfidenceInterval.Level)
    {
        SampleGuard.RequireOneLength(first, second);
        SampleGuard.RequireNumbers(first, nameof(first));
        SampleGuard.RequireNumbers(second, nameof(second));
        if (first.IsEmpty)
        {
            return null;
        }

        var equal = first.Zip(second).Count(pair => pair.First == pair.Second);
        var better = first.Zip(second).Count(pair => pair.First != pair.Second && pair.First > pair.Second == greaterIsBetter);
        return new ProbabilityOfSuperiority(
            better, equal, first.Length - better - equal, Proportion.WilsonInterval(better + (equal / 2.0), first.Length, level));
    }
}
