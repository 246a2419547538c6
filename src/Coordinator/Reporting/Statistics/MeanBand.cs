using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>The mean of several curves with its pointwise 95% Student-t interval.</summary>
/// <param name="Count">The number of curves.</param>
/// <param name="Mean">The mean at each position.</param>
/// <param name="Low">The lower ends of the intervals; empty for one curve.</param>
/// <param name="High">The upper ends of the intervals; empty for one curve.</param>
public sealed record MeanBand(int Count, ImmutableArray<double> Mean, ImmutableArray<double> Low, ImmutableArray<double> High)
{
    /// <summary>Summarises curves up to the length of the shortest; null when there are none.</summary>
    public static MeanBand? Compute(ImmutableArray<ImmutableArray<double>> curves)
    {
        if (curves.IsDefaultOrEmpty)
        {
            return null;
        }

        var length = curves.Min(curve => curve.Length);
        var (mean, half) = (new double[length], new double[length]);
        var quantile = curves.Length > 1 ? StudentT.Quantile(curves.Length - 1) : 0;
        for (var i = 0; i < length; i++)
        {
            var sum = 0.0;
            foreach (var curve in curves)
            {
                sum += curve[i];
            }

            mean[i] = sum / curves.Length;
            var squares = 0.0;
            foreach (var curve in curves)
            {
                squares += (curve[i] - mean[i]) * (curve[i] - mean[i]);
            }

            half[i] = curves.Length > 1 ? quantile * Math.Sqrt(squares / (curves.Length - 1) / curves.Length) : 0;
        }

        return curves.Length == 1
            ? new MeanBand(1, [.. mean], [], [])
            : new MeanBand(curves.Length, [.. mean], [.. mean.Zip(half, static (m, h) => m - h)], [.. mean.Zip(half, static (m, h) => m + h)]);
    }
}
