using MathNet.Numerics;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The correction of a standardised mean difference for its bias in small samples (Hedges, Distribution theory for Glass's estimator of
/// effect size and related estimators, Journal of Educational Statistics 6, 1981).
/// </summary>
public static class HedgesCorrection
{
    /// <summary>
    /// The exact factor J = Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)), in (0, 1). It grows with the degrees of freedom towards 1.
    /// </summary>
    /// <param name="degreesOfFreedom">The degrees of freedom (df) of the standard deviation.</param>
    /// <returns>The factor; null below 2 degrees of freedom.</returns>
    public static double? Factor(double degreesOfFreedom)
    {
        if (!(degreesOfFreedom >= 2))
        {
            return null;
        }

        var half = degreesOfFreedom / 2;
        return Math.Exp(SpecialFunctions.GammaLn(half) - SpecialFunctions.GammaLn(half - 0.5)) / Math.Sqrt(half);
    }
}
