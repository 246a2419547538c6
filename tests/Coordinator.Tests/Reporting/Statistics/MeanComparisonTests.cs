using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class MeanComparisonTests
{
    private static readonly ImmutableArray<double> First = [0.1342, 0.1361, 0.1299, 0.1405, 0.1322];
    private static readonly ImmutableArray<double> Second = [0.1411, 0.1398, 0.1377, 0.1436, 0.1344];
    private static readonly ImmutableArray<double> Third = [0.55, 0.61, 0.58];

    [Fact]
    public void Paired_agrees_with_scipy()
    {
        // scipy 1.10.1 stats.ttest_rel(first, second) and its confidence_interval(0.95)
        var comparison = MeanComparison.Paired(First, Second).ShouldNotBeNull();

        comparison.Count.ShouldBe(5);
        comparison.DegreesOfFreedom.ShouldBe(4);
        comparison.PValue.ShouldBe(0.012601002279662023, 1e-11);
        comparison.Interval.Low.ShouldBe(-0.00779736910825821, 1e-12);
        comparison.Interval.High.ShouldBe(-0.001682630891741779, 1e-12);
        comparison.EffectSize.ShouldNotBeNull().ShouldBe(-1.9250169485878046, 1e-11);
    }

    [Fact]
    public void Welch_agrees_with_scipy()
    {
        // scipy 1.10.1 stats.ttest_ind(first, third, equal_var=False); the interval by stats.t.interval(0.95, df, difference, error)
        var comparison = MeanComparison.Welch(First, Third).ShouldNotBeNull();

        comparison.Difference.ShouldBe(-0.4454200000000001, 1e-15);
        comparison.DegreesOfFreedom.ShouldBe(2.043493715883512, 1e-11);
        comparison.PValue.ShouldBe(0.001362903741751397, 1e-11);
        comparison.Interval.Low.ShouldBe(-0.5188394602090151, 1e-10);
        comparison.Interval.High.ShouldBe(-0.37200053979098513, 1e-10);
        comparison.EffectSize.ShouldNotBeNull().ShouldBe(-20.810077073904548, 1e-10);
    }

    [Fact]
    public void Equal_samples_do_not_differ()
    {
        var comparison = MeanComparison.Paired(First, First).ShouldNotBeNull();

        (comparison.PValue, comparison.Difference, comparison.EffectSize).ShouldBe((1, 0, null));
        comparison.Interval.ShouldBe(new ConfidenceInterval(0, 0));
    }

    [Fact]
    public void Constant_samples_that_differ_do_so_for_certain()
    {
        var comparison = MeanComparison.Welch([1, 1], [2, 2]).ShouldNotBeNull();

        (comparison.PValue, comparison.Difference, comparison.DegreesOfFreedom).ShouldBe((0, -1, 2));
    }

    [Fact]
    public void Too_few_values_cannot_be_compared()
    {
        MeanComparison.Paired([1], [2]).ShouldBeNull();
        MeanComparison.Paired([], []).ShouldBeNull();
        MeanComparison.Welch([1], [2, 3]).ShouldBeNull();
    }

    [Fact]
    public void Pairs_must_match() => Should.Throw<ArgumentException>(() => MeanComparison.Paired([1, 2], [1]));
}
