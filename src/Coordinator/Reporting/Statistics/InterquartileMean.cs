using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The mean of the middle half of a sample (Agarwal et al., Deep reinforcement learning at the edge of the statistical precipice, NeurIPS
/// 2021). It ignores outliers like the median, but uses more of the values.
/// </summary>
public static class InterquartileMean
{
    /// <summary>
    /// The mean after the floor(n / 4) smallest and the floor(n / 4) largest values are dropped. This is <c>scipy.stats.trim_mean</c> with
    /// 0.25, which drops whole values and gives no value a fractional weight. So it is the mean for fewer than 4 values.
    /// </summary>
    /// <param name="values">The values, in their own unit.</param>
    /// <returns>The mean of the middle half; null for no values.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static double? Compute(ImmutableArray<double> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            return null;
        }

        SampleGuard.RequireNumbers(values, nameof(values));
        var dropped = values.Length / 4;
        return values.Sort().AsSpan()[dropped..^dropped].ToArray().Average();
    }
}
