using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace NNOptim.Reporting.Statistics;

/// <summary>A summary of one or more finite numbers.</summary>
/// <param name="Count">The number of values.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="StandardDeviation">The sample standard deviation (divisor n - 1); null for one value.</param>
/// <param name="Median">The median; for an even number of values, the mean of the two middle values.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="MeanInterval">The 95% Student-t interval of the mean; null for one value.</param>
public sealed record SampleSummary(
    int Count,
    double Mean,
    double? StandardDeviation,
    double Median,
    double Minimum,
    double Maximum,
    ConfidenceInterval? MeanInterval)
{
    /// <summary>Summarises a sample; null when it is empty.</summary>
    public static SampleSummary? Summarize(ImmutableArray<double> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            return null;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        double? deviation = sorted.Length > 1 ? ArrayStatistics.StandardDeviation(sorted) : null;
        var mean = ArrayStatistics.Mean(sorted);
        return new SampleSummary(
            sorted.Length,
            mean,
            deviation,
            SortedArrayStatistics.Median(sorted),
            sorted[0],
            sorted[^1],
            deviation is { } s ? StudentT.MeanInterval(mean, s, sorted.Length) : null);
    }
}
