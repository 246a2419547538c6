using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class CurveBandTests
{
    [Fact]
    public void The_band_is_the_middle_half_up_to_the_shortest_curve()
    {
        var band = CurveBand.Compute([[4, 0, 9], [1, 0], [2, 0, 9], [3, 8, 9], [100, 0, 9]]).ShouldNotBeNull();

        band.Count.ShouldBe(5);
        band.Median.ShouldBe([3, 0]);
        band.Low.ShouldBe([2, 0]);
        band.High.ShouldBe([4, 0]);
    }

    [Fact]
    public void One_curve_is_its_own_median_without_a_band()
    {
        var band = CurveBand.Compute([[0.5, 0.25]]).ShouldNotBeNull();

        band.Median.ShouldBe([0.5, 0.25]);
        (band.Low.Length, band.High.Length).ShouldBe((0, 0));
    }

    [Fact]
    public void No_curves_have_no_band() => CurveBand.Compute([]).ShouldBeNull();
}
