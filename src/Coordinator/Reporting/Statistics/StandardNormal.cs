using MathNet.Numerics.Distributions;

namespace NNOptim.Reporting.Statistics;

/// <summary>The standard normal distribution, for intervals.</summary>
internal static class StandardNormal
{
    /// <summary>The factor of the standard error in a two-sided interval: the quantile at 1 - (1 - level) / 2.</summary>
    /// <param name="level">The confidence level, in (0, 1).</param>
    public static double Quantile(double level)
    {
        ConfidenceInterval.RequireLevel(level);
        return -Normal.InvCDF(0, 1, (1 - level) / 2);
    }
}
