using System.Collections.Concurrent;
using Distribution = MathNet.Numerics.Distributions.StudentT;

namespace NNOptim.Reporting.Statistics;

/// <summary>Student's t distribution ("Student", The probable error of a mean, Biometrika 6, 1908).</summary>
public static class StudentT
{
    // Many runs have the same number of records, and the quantile needs a slow iteration.
    private static readonly ConcurrentDictionary<int, double> Quantiles = new();

    /// <summary>The factor of the standard error in a two-sided 95% interval: t(0.975; degrees of freedom).</summary>
    /// <param name="degreesOfFreedom">The degrees of freedom, 1 or more.</param>
    public static double Quantile(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        return Quantiles.GetOrAdd(degreesOfFreedom, static freedom => Distribution.InvCDF(0, 1, freedom, 1 - ((1 - ConfidenceInterval.Level) / 2)));
    }
}
