using System.Collections.Immutable;

namespace NNOptim.Reporting.Statistics;

/// <summary>The time of an event, or the time up to which it did not happen (right-censored).</summary>
/// <param name="Time">The time, 0 or more, in any unit.</param>
/// <param name="IsObserved">True when the event happened at this time; false when it had not happened yet.</param>
public readonly record struct SurvivalTime(double Time, bool IsObserved);

/// <summary>A step of a survival function.</summary>
/// <param name="Time">The time of one or more events.</param>
/// <param name="AtRisk">The number of subjects without an event before this time and not censored before it.</param>
/// <param name="Events">The number of events at this time.</param>
/// <param name="Survival">The survival function from this time on, in [0, 1].</param>
public readonly record struct SurvivalStep(double Time, int AtRisk, int Events, double Survival);

/// <summary>
/// The product-limit estimate of the probability that an event happens later than a time: the product of 1 - events / at risk over the
/// steps up to that time (Kaplan and Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958).
/// </summary>
/// <param name="Steps">The steps, in the order of time.</param>
/// <param name="Last">The largest time, observed or censored.</param>
public sealed record KaplanMeier(ImmutableArray<SurvivalStep> Steps, double Last)
{
    /// <summary>Estimates the function. A subject that is censored at the time of an event was still at risk.</summary>
    /// <param name="times">The time of each subject.</param>
    /// <returns>The estimate; null for no subjects.</returns>
    /// <exception cref="ArgumentException">A time is negative or not finite.</exception>
    public static KaplanMeier? Estimate(ImmutableArray<SurvivalTime> times)
    {
        if (times.Any(time => !(time.Time >= 0 && double.IsFinite(time.Time))))
        {
            throw new ArgumentException("A time is finite, and 0 or more.", nameof(times));
        }

        if (times.IsEmpty)
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<SurvivalStep>();
        var (atRisk, survival) = (times.Length, 1.0);
        foreach (var group in times.GroupBy(time => time.Time).OrderBy(group => group.Key))
        {
            var events = group.Count(time => time.IsObserved);
            if (events > 0)
            {
                survival *= (double)(atRisk - events) / atRisk;
                steps.Add(new SurvivalStep(group.Key, atRisk, events, survival));
            }

            atRisk -= group.Count();
        }

        return new KaplanMeier(steps.DrainToImmutable(), times.Max(time => time.Time));
    }

    /// <summary>
    /// The probability that the event happens later than a time, in [0, 1]. Null after the largest time when this is a censored one: nothing
    /// is known there.
    /// </summary>
    public double? At(double time)
    {
        var survival = 1.0;
        foreach (var step in Steps.TakeWhile(step => step.Time <= time))
        {
            survival = step.Survival;
        }

        return time > Last && survival > 0 ? null : survival;
    }
}
