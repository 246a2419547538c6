using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class MedianIntervalTests
{
    [Fact]
    public void Six_values_are_the_fewest_for_the_usual_level()
    {
        MedianInterval.Compute([1, 2, 3, 4, 5]).ShouldBeNull();

        // 1 - 2 / 2^6
        MedianInterval.Compute([6, 1, 2, 3, 4, 5]).ShouldBe(new MedianInterval(1, new ConfidenceInterval(1, 6), 0.96875));
    }

    [Fact]
    public void A_level_equal_to_the_coverage_is_reached() => MedianInterval.Compute([6, 1, 2, 3, 4, 5], 0.96875).ShouldNotBeNull();

    [Fact]
    public void Censored_times_make_the_end_infinite()
    {
        const double never = double.PositiveInfinity;

        MedianInterval.Compute([never, 3, 1, never, 2, 4]).ShouldNotBeNull().Interval.ShouldBe(new ConfidenceInterval(1, never));
        MedianInterval.Compute([never, never, never, never, never, never]).ShouldNotBeNull()
            .Interval.ShouldBe(new ConfidenceInterval(never, never));
    }

    /// <summary>The median of uniform numbers is one half. The share of 4000 samples differs from the coverage by less than 5 errors.</summary>
    [Fact]
    public void The_coverage_is_that_of_simulated_samples()
    {
        var random = new CounterRandom(11, 0);
        var intervals = Enumerable.Range(0, 4000)
            .Select(_ => MedianInterval.Compute([.. Enumerable.Range(0, 9).Select(_ => random.NextDouble())]).ShouldNotBeNull()).ToList();

        var share = intervals.Average(interval => interval.Interval.Low <= 0.5 && 0.5 <= interval.Interval.High ? 1.0 : 0);

        share.ShouldBe(intervals[0].Coverage, 5 * Math.Sqrt(0.04 * 0.96 / 4000));
    }

    [Fact]
    public void No_values_have_no_interval() => MedianInterval.Compute([]).ShouldBeNull();

    [Fact]
    public void A_value_must_be_a_number() => Should.Throw<ArgumentException>(() => MedianInterval.Compute([1, double.NaN]));
}
