using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class SampleSummaryTests
{
    [Fact]
    public void Agrees_with_scipy()
    {
        // numpy 1.24 mean, std(ddof=1), median, quantile(a, [0.25, 0.75]); scipy 1.10.1 stats.trim_mean(a, 0.25)
        var summary = SampleSummary.Summarize([0.1342, 0.1361, 0.1299, 0.1405, 0.1322]).ShouldNotBeNull();

        summary.Count.ShouldBe(5);
        summary.Mean.ShouldBe(0.13457999999999998, 1e-16);
        summary.StandardDeviation.ShouldNotBeNull().ShouldBe(0.004033236913448062, 1e-16);
        summary.Median.ShouldBe(0.1342);
        summary.Minimum.ShouldBe(0.1299);
        summary.Maximum.ShouldBe(0.1405);
        summary.Quartiles.ShouldNotBeNull().Low.ShouldBe(0.1322, 1e-15);
        summary.Quartiles.ShouldNotBeNull().High.ShouldBe(0.1361, 1e-15);
        summary.InterquartileMean.ShouldBe((0.1322 + 0.1342 + 0.1361) / 3, 1e-15);
    }

    [Fact]
    public void One_value_has_no_spread()
    {
        var summary = SampleSummary.Summarize([0.5]).ShouldNotBeNull();

        (summary.Mean, summary.Median, summary.InterquartileMean, summary.StandardDeviation, summary.Quartiles).ShouldBe((0.5, 0.5, 0.5, null, null));
    }

    [Fact]
    public void No_values_have_no_summary() => SampleSummary.Summarize([]).ShouldBeNull();

    [Fact]
    public void Is_finite_and_in_order_for_any_sample() =>
        Gen.Double[-1e6, 1e6].Array[1, 30].Sample(values =>
        {
            var summary = SampleSummary.Summarize([.. values])!;
            var quartiles = summary.Quartiles ?? summary.Range;
            double[] order = [summary.Minimum, quartiles.Low, summary.Median, quartiles.High, summary.Maximum];
            order.ShouldBe(order.Order());
            summary.Mean.ShouldBeInRange(summary.Minimum - 1e-6, summary.Maximum + 1e-6);
            summary.InterquartileMean.ShouldBeInRange(summary.Minimum - 1e-6, summary.Maximum + 1e-6);
        });
}
