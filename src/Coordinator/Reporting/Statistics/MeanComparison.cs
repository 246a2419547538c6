using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace NNOptim.Reporting.Statistics;

/// <summary>The method of comparing two samples.</summary>
public enum ComparisonMethod
{
    /// <summary>Student's t test of the differences between paired values.</summary>
    Paired,

    /// <summary>Welch's t test of two independent samples.</summary>
    Welch,
}

/// <summary>The difference between the means of two samples, first minus second.</summary>
/// <param name="Method">The test used.</param>
/// <param name="Count">Paired: the number of pairs. Welch: the number of all values.</param>
/// <param name="Difference">The difference of the means.</param>
/// <param name="Interval">The 95% interval of the difference.</param>
/// <param name="DegreesOfFreedom">The degrees of freedom of the t distribution.</param>
/// <param name="PValue">The two-sided p value of the hypothesis of no difference.</param>
/// <param name="EffectSize">
/// Paired: Cohen's d_z, the mean difference divided by the standard deviation of the differences. Welch: Cohen's d with the root of the
/// mean of the two variances (Cohen, Statistical Power Analysis, 2nd ed., 1988, 2.3.5 and 2.3.2). Null when the divisor is zero.
/// </param>
public sealed record MeanComparison(
    ComparisonMethod Method,
    int Count,
    double Difference,
    ConfidenceInterval Interval,
    double DegreesOfFreedom,
    double PValue,
    double? EffectSize)
{
    /// <summary>Student's paired t test; null for fewer than two pairs.</summary>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static MeanComparison? Paired(ImmutableArray<double> first, ImmutableArray<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException("Paired samples must be of one length.", nameof(second));
        }

        if (first.Length < 2)
        {
            return null;
        }

        var differences = new double[first.Length];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = first[i] - second[i];
        }

        var mean = ArrayStatistics.Mean(differences);
        var deviation = ArrayStatistics.StandardDeviation(differences);
        return Compute(
            ComparisonMethod.Paired, differences.Length, mean, deviation / Math.Sqrt(differences.Length), differences.Length - 1, deviation);
    }

    /// <summary>
    /// Welch's t test with the Welch-Satterthwaite degrees of freedom (Welch, The generalization of "Student's" problem when several
    /// different population variances are involved, Biometrika 34, 1947). Null when a sample has fewer than two values.
    /// </summary>
    public static MeanComparison? Welch(ImmutableArray<double> first, ImmutableArray<double> second)
    {
        if (first.Length < 2 || second.Length < 2)
        {
            return null;
        }

        var (firstMean, firstVariance) = ArrayStatistics.MeanVariance([.. first]);
        var (secondMean, secondVariance) = ArrayStatistics.MeanVariance([.. second]);
        var a = firstVariance / first.Length;
        var b = secondVariance / second.Length;
        var freedom = a + b == 0
            ? first.Length + second.Length - 2
            : (a + b) * (a + b) / ((a * a / (first.Length - 1)) + (b * b / (second.Length - 1)));
        return Compute(
            ComparisonMethod.Welch,
            first.Length + second.Length,
            firstMean - secondMean,
            Math.Sqrt(a + b),
            freedom,
            Math.Sqrt((firstVariance + secondVariance) / 2));
    }

    private static MeanComparison Compute(
        ComparisonMethod method, int count, double difference, double standardError, double freedom, double deviation) =>
        new(
            method,
            count,
            difference,
            StudentT.Interval(difference, standardError, freedom),
            freedom,
            StudentT.TwoSidedProbability(difference, standardError, freedom),
            deviation == 0 ? null : difference / deviation);
}
