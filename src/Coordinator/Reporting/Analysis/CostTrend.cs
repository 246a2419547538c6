using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>Whether a cost was still falling at the end of a training.</summary>
public enum Trend
{
    /// <summary>Too few costs were recorded.</summary>
    Unknown,

    /// <summary>No fall is visible beyond the noise.</summary>
    Settled,

    /// <summary>It was still falling.</summary>
    Falling,
}

/// <summary>
/// Detects whether the cost had settled at the end of a training: a line by least squares through the logarithms of the last recorded epoch
/// costs, with the noise around it.
/// </summary>
public static class CostTrend
{
    /// <summary>The least number of recorded costs for a line with its noise.</summary>
    public const int LeastPoints = 5;

    /// <summary>A fall matters if it would lower the cost by more than this fraction over a further tenth of the training.</summary>
    public const double StillFallingAbove = 0.01;

    /// <summary>The line passes through this share of the records, the last ones.</summary>
    private const double LastShare = 0.2;

    /// <summary>The trend of a configuration: that of most of its completed runs.</summary>
    public static Trend Of(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var trends = configuration.Completed.Select(Of).Where(trend => trend != Trend.Unknown).ToImmutableArray();
        return trends.IsEmpty ? Trend.Unknown
            : trends.Count(trend => trend == Trend.Falling) * 2 > trends.Length ? Trend.Falling
            : Trend.Settled;
    }

    /// <summary>
    /// The trend of a run. It falls when its slope is below 0 by more than the two-sided 95% interval of the slope, and the line falls by
    /// more than <see cref="StillFallingAbove"/> over a tenth of the training.
    /// </summary>
    public static Trend Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var costs = run.Costs;
        var count = Math.Max(LeastPoints, (int)(LastShare * costs.Length));
        if (costs.Length < LeastPoints || costs.AsSpan()[^count..].ContainsAnyExceptInRange(double.Epsilon, double.MaxValue))
        {
            return Trend.Unknown;
        }

        var logarithms = costs[^count..].Select(Math.Log).ToArray();
        var (slope, error) = Line(logarithms);
        var perTenth = slope * costs.Length / 10;
        return slope + (StudentT.Quantile(count - 2) * error) < 0 && Math.Exp(perTenth) < 1 - StillFallingAbove ? Trend.Falling : Trend.Settled;
    }

    /// <summary>The slope of the line of least squares through equally spaced values, for each step, and its standard error.</summary>
    private static (double Slope, double Error) Line(double[] values)
    {
        var (middle, mean) = ((values.Length - 1) / 2.0, values.Average());
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            squares += (i - middle) * (i - middle);
            products += (i - middle) * (values[i] - mean);
        }

        var slope = products / squares;
        var rest = values.Select((value, i) => value - mean - (slope * (i - middle))).Sum(residual => residual * residual);
        return (slope, Math.Sqrt(rest / (values.Length - 2) / squares));
    }
}
