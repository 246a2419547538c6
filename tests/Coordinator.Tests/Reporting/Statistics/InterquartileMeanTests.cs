using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class InterquartileMeanTests
{
    [Fact]
    public void The_outer_quarters_are_dropped() => InterquartileMean.Compute([100, 2, 3, -50, 4, 1, 900, 5]).ShouldBe(3.5);

    [Fact]
    public void Fewer_than_four_values_have_the_mean() => InterquartileMean.Compute([9, 0, 3]).ShouldBe(4);

    [Fact]
    public void An_outlier_may_be_infinite() => InterquartileMean.Compute([double.PositiveInfinity, 1, 2, 3]).ShouldBe(2.5);

    [Fact]
    public void No_values_have_no_mean() => InterquartileMean.Compute([]).ShouldBeNull();

    [Fact]
    public void A_value_must_be_a_number() => Should.Throw<ArgumentException>(() => InterquartileMean.Compute([1, double.NaN]));
}
