using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class RestrictedMeanTests
{
    /// <summary>Without censoring, it is the mean of min(time, tau), and its squared error is their variance (divisor n) over n.</summary>
    [Fact]
    public void Without_censoring_it_is_the_mean_of_the_clipped_times() =>
        Gen.Select(Gen.Int[0, 20].Array[1, 30], Gen.Int[1, 25]).Sample((times, horizon) =>
        {
            var clipped = times.Select(time => (double)Math.Min(time, horizon)).ToList();
            var average = clipped.Average();
            var variance = clipped.Average(time => (time - average) * (time - average));

            var mean = RestrictedMean.Compute([.. times.Select(time => new SurvivalTime(time, true))], horizon)!;

            mean.Mean.ShouldBe(average, 1e-9);
            (mean.StandardError * mean.StandardError).ShouldBe(variance / times.Length, 1e-9);
        });

    [Fact]
    public void The_interval_stays_between_zero_and_the_horizon() =>
        Gen.Select(Gen.Select(Gen.Double[0, 20], Gen.Bool).Array[1, 20], Gen.Double[0.1, 25]).Sample((times, horizon) =>
        {
            var mean = RestrictedMean.Compute([.. times.Select(pair => new SurvivalTime(pair.Item1, pair.Item2))], horizon, 0.999);
            if (mean?.Interval is { } interval)
            {
                interval.Low.ShouldBeInRange(0, mean.Mean);
                interval.High.ShouldBeInRange(mean.Mean, horizon);
            }
        });

    [Fact]
    public void Without_an_event_the_spread_is_unknown() =>
        RestrictedMean.Compute([new(10, false), new(12, false)], 10).ShouldBe(new RestrictedMean(10, 10, 0, null));

    [Fact]
    public void A_horizon_after_the_last_censored_time_has_no_mean()
    {
        RestrictedMean.Compute([new(5, true), new(10, false)], 10.5).ShouldBeNull();
        RestrictedMean.Compute([new(5, false), new(10, true)], 10.5).ShouldNotBeNull();
        RestrictedMean.Compute([], 1).ShouldBeNull();
    }

    [Fact]
    public void A_horizon_is_above_zero() => Should.Throw<ArgumentOutOfRangeException>(() => RestrictedMean.Compute([new(1, true)], 0));
}
