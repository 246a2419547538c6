using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace NNOptim.Reporting.Statistics;

/// <summary>A summary of one or more finite numbers. It describes the sample and infers nothing.</summary>
/// <param name="Count">The number of values.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="StandardDeviation">The sample standard deviation (divisor n - 1); null for one value.</param>
/// <param name="Median">The median; for an even number of values, the mean of the two middle values.</param>
/// <param name="InterquartileMean">The mean of the middle half; see <see cref="Statistics.InterquartileMean"/>.</param>
/// <param name="Quartiles">The lower and the upper quartile; null for one value. They interpolate linearly (numpy's default).</param>
/// <param name="Range">The smallest and the largest value.</param>
public sealed record SampleSummary(
    int Count,
    double Mean,
    double? StandardDeviation,
    double Median,
    double InterquartileMean,
    ValueRange? Quartiles,
    ValueRange Range)
{
    /// <summary>The smallest value.</summary>
    public double Minimum => Range.Low;

    /// <summary>The largest value.</summary>
    public double Maximum => Range.High;

    /// <summary>Summarises a sample; null when it is empty.</summary>
    public static SampleSummary? Summarize(ImmutableArray<double> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            return null;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        return new SampleSummary(
            sorted.Length,
            ArrayStatistics.Mean(sorted),
            sorted.Length > 1 ? ArrayStatistics.StandardDeviation(sorted) : null,
            SortedArrayStatistics.Median(sorted),
            Statistics.InterquartileMean.Compute([.. sorted]).GetValueOrDefault(),
            sorted.Length > 1 ? new ValueRange(Quantile(sorted, 0.25), Quantile(sorted, 0.75)) : null,
            new ValueRange(sorted[0], sorted[^1]));
    }

    /// <summary>A quantile of sorted values, by linear interpolation between the two nearest.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
