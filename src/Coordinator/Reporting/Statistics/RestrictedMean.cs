using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>
/// The mean of the times to an event, where a time above a horizon counts as the horizon. It is the area under the survival function up to
/// the horizon (Royston and Parmar, Restricted mean survival time, BMC Medical Research Methodology 13:152, 2013).
/// </summary>
/// <param name="Horizon">The horizon tau, in the unit of the times.</param>
/// <param name="Mean">The mean, in [0, tau], in the unit of the times.</param>
/// <param name="StandardError">
/// Its standard error by Greenwood's formula: the root of the sum of A^2 d / (Y (Y - d)) over the steps before the horizon. A is the area
/// from the step to the horizon, d the events and Y the number at risk (Klein and Moeschberger, Survival Analysis, 2003, section 4.5).
/// </param>
/// <param name="Interval">
/// The normal interval: mean +/- z times the standard error, clipped to [0, tau]. Null when the standard error is 0, for example without
/// an event: the spread is then unknown.
/// </param>
public sealed record RestrictedMean(double Horizon, double Mean, double StandardError, ConfidenceInterval? Interval)
{
    /// <summary>Estimates the restricted mean from the product-limit estimate of the survival function.</summary>
    /// <param name="times">The time of each subject.</param>
    /// <param name="horizon">The horizon tau, above 0.</param>
    /// <param name="level">The confidence level, in (0, 1).</param>
    /// <returns>The mean; null for no subjects, or when the largest time is censored before the horizon.</returns>
    /// <exception cref="ArgumentException">A time is negative or not finite.</exception>
    public static RestrictedMean? Compute(
        ImmutableArray<SurvivalTime> times, double horizon, double level = ConfidenceInterval.Level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        var z = StandardNormal.Quantile(level);
        if (KaplanMeier.Estimate(times) is not { } curve || curve.At(horizon) is null)
        {
            return null;
        }

        var (area, variance, right) = (0.0, 0.0, horizon);
        foreach (var step in curve.Steps.Where(step => step.Time < horizon).Reverse())
        {
            area += step.Survival * (right - step.Time);
            right = step.Time;

            // No survivor is left after a step of all subjects at risk, so its area is 0.
            variance += step.Events == step.AtRisk ? 0 : area * area * step.Events / ((double)step.AtRisk * (step.AtRisk - step.Events));
        }

        var (mean, error) = (area + right, Math.Sqrt(variance));
        ConfidenceInterval? interval = error == 0
            ? null
            : new ConfidenceInterval(Math.Max(0, mean - (z * error)), Math.Min(horizon, mean + (z * error)));
        return new RestrictedMean(horizon, mean, error, interval);
    }
}
