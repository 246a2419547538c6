using Distribution = MathNet.Numerics.Distributions.StudentT;

namespace NNOptim.Reporting.Statistics;

/// <summary>Student's t distribution for intervals and tests ("Student", The probable error of a mean, Biometrika 6, 1908).</summary>
public static class StudentT
{
    private static readonly double[] Quantiles = new double[256];

    /// <summary>The 95% interval of a mean: mean +/- t(0.975; n - 1) s / sqrt(n).</summary>
    /// <param name="mean">The sample's mean.</param>
    /// <param name="standardDeviation">The sample's standard deviation (divisor n - 1).</param>
    /// <param name="count">The sample's size, 2 or more.</param>
    public static ConfidenceInterval MeanInterval(double mean, double standardDeviation, int count) =>
        Interval(mean, standardDeviation / Math.Sqrt(count), count - 1);

    /// <summary>The factor of the standard error in a two-sided 95% interval: t(0.975; degrees of freedom).</summary>
    public static double Quantile(double degreesOfFreedom)
    {
        // Many configurations have the same number of seeds, and the quantile needs a slow iteration. So quantiles are cached.
        var whole = (int)degreesOfFreedom;
        return whole != degreesOfFreedom || whole >= Quantiles.Length ? Invert(degreesOfFreedom)
            : Quantiles[whole] is > 0 and var known ? known
            : Quantiles[whole] = Invert(degreesOfFreedom);
    }

    /// <summary>The 95% interval of an estimate, from its standard error and degrees of freedom.</summary>
    internal static ConfidenceInterval Interval(double estimate, double standardError, double degreesOfFreedom)
    {
        // Without spread, the interval is a single point and needs no quantile.
        var half = standardError == 0 ? 0 : standardError * Quantile(degreesOfFreedom);
        return new ConfidenceInterval(estimate - half, estimate + half);
    }

    /// <summary>
    /// The two-sided probability of an estimate at least this far from zero. Without spread, it is 1 for an estimate of zero and 0 for any
    /// other.
    /// </summary>
    internal static double TwoSidedProbability(double estimate, double standardError, double degreesOfFreedom)
    {
        if (standardError == 0)
        {
            return estimate == 0 ? 1 : 0;
        }

        return Math.Min(1, 2 * Distribution.CDF(0, 1, degreesOfFreedom, -Math.Abs(estimate / standardError)));
    }

    private static double Invert(double degreesOfFreedom) =>
        Distribution.InvCDF(0, 1, degreesOfFreedom, 1 - ((1 - ConfidenceInterval.Level) / 2));
}
