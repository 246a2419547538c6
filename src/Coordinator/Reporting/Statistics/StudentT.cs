using MathNet.Numerics.RootFinding;
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
        MeanInterval(mean, standardDeviation, count, ConfidenceInterval.Level);

    /// <summary>The interval of a mean at a level: mean +/- t(1 - (1 - level) / 2; n - 1) s / sqrt(n).</summary>
    /// <param name="mean">The sample's mean.</param>
    /// <param name="standardDeviation">The sample's standard deviation (divisor n - 1).</param>
    /// <param name="count">The sample's size, 2 or more.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    public static ConfidenceInterval MeanInterval(double mean, double standardDeviation, int count, double level) =>
        Interval(mean, standardDeviation / Math.Sqrt(count), count - 1, level);

    /// <summary>The factor of the standard error in a two-sided 95% interval: t(0.975; degrees of freedom).</summary>
    public static double Quantile(double degreesOfFreedom)
    {
        // Many configurations have the same number of seeds, and the quantile needs a slow iteration. So quantiles are cached.
        var whole = (int)degreesOfFreedom;
        return whole != degreesOfFreedom || whole >= Quantiles.Length ? Invert(degreesOfFreedom, ConfidenceInterval.Level)
            : Quantiles[whole] is > 0 and var known ? known
            : Quantiles[whole] = Invert(degreesOfFreedom, ConfidenceInterval.Level);
    }

    /// <summary>The factor of the standard error in a two-sided interval: t(1 - (1 - level) / 2; degrees of freedom).</summary>
    /// <param name="degreesOfFreedom">The degrees of freedom, above 0.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    public static double Quantile(double degreesOfFreedom, double level)
    {
        ConfidenceInterval.RequireLevel(level);
        return level == ConfidenceInterval.Level ? Quantile(degreesOfFreedom) : Invert(degreesOfFreedom, level);
    }

    /// <summary>The interval of an estimate at a level, from its standard error and degrees of freedom.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="standardError">Its standard error, 0 or more. For 0, the interval is a single point.</param>
    /// <param name="degreesOfFreedom">The degrees of freedom, above 0.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    public static ConfidenceInterval Interval(double estimate, double standardError, double degreesOfFreedom, double level)
    {
        // Without spread, the interval is a single point and needs no quantile.
        var half = standardError == 0 ? 0 : standardError * Quantile(degreesOfFreedom, level);
        return new ConfidenceInterval(estimate - half, estimate + half);
    }

    /// <summary>The 95% interval of an estimate, from its standard error and degrees of freedom.</summary>
    internal static ConfidenceInterval Interval(double estimate, double standardError, double degreesOfFreedom) =>
        Interval(estimate, standardError, degreesOfFreedom, ConfidenceInterval.Level);

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

    private static double Invert(double degreesOfFreedom, double level)
    {
        // The library's own inverse searches only up to 800. One degree of freedom exceeds this at the levels of Holm's correction.
        var tail = 1 - level;
        var upper = 1.0;
        while (TwoSidedProbability(upper, 1, degreesOfFreedom) > tail)
        {
            upper *= 2;
        }

        return Brent.FindRoot(t => Math.Log(TwoSidedProbability(t, 1, degreesOfFreedom) / tail), 0, upper, 1e-13, 200);
    }
}
