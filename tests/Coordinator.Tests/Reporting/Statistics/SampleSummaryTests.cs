using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class SampleSummaryTests
{
    [Fact]
    public void Agrees_with_scipy()
    {
        // numpy 1.24 mean, std(ddof=1), median; scipy 1.10.1 stats.t.interval(0.95, 4, mean, stats.sem(a))
        var summary = SampleSummary.Summarize([0.1342, 0.1361, 0.1299, 0.1405, 0.1322]).ShouldNotBeNull();

        summary.Count.ShouldBe(5);
        summary.Mean.ShouldBe(0.13457999999999998, 1e-16);
        summary.StandardDeviation.ShouldNotBeNull().ShouldBe(0.004033236913448062, 1e-16);
        summary.Median.ShouldBe(0.1342);
        summary.Minimum.ShouldBe(0.1299);
        summary.Maximum.ShouldBe(0.1405);
        var interval = summary.MeanInterval.ShouldNotBeNull();
        interval.Low.ShouldBe(0.12957207492834505, 1e-12);
        interval.High.ShouldBe(0.1395879250716549, 1e-12);
    }

    [Theory]
    [InlineData(2, 12.706204736432095)]
    [InlineData(3, 4.302652729911275)]
    [InlineData(5, 2.7764451051977987)]
    [InlineData(31, 2.0422724563012373)]
    public void Interval_has_the_width_of_the_t_quantile(int count, double quantile)
    {
        // scipy.stats.t.ppf(0.975, count - 1)
        var interval = StudentT.MeanInterval(0, Math.Sqrt(count), count);

        interval.High.ShouldBe(quantile, 1e-10 * quantile);
        interval.Low.ShouldBe(-quantile, 1e-10 * quantile);
    }

    [Fact]
    public void One_value_has_no_spread()
    {
        var summary = SampleSummary.Summarize([0.5]).ShouldNotBeNull();

        (summary.Mean, summary.Median, summary.StandardDeviation, summary.MeanInterval).ShouldBe((0.5, 0.5, null, null));
    }

    [Fact]
    public void No_values_have_no_summary() => SampleSummary.Summarize([]).ShouldBeNull();

    [Fact]
    public void Is_finite_and_in_order_for_any_sample() =>
        Gen.Double[-1e6, 1e6].Array[1, 30].Sample(values =>
        {
            var summary = SampleSummary.Summarize([.. values])!;
            return summary.Minimum <= summary.Median && summary.Median <= summary.Maximum
                && double.IsFinite(summary.Mean)
                && (summary.MeanInterval is not { } interval || (interval.Low <= summary.Mean && summary.Mean <= interval.High));
        });
}
