using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class MeanBandTests
{
    /// <summary>From scipy 1.10: <c>mean +/- stats.t.ppf(0.975, 3) * stats.sem(curves, axis=0)</c>.</summary>
    [Fact]
    public void The_band_is_that_of_scipy()
    {
        var band = MeanBand.Compute([[0.7, 0.5, 0.31, 9], [0.69, 0.44, 0.35], [0.72, 0.52, 0.2], [0.65, 0.47, 0.28]]).ShouldNotBeNull();

        band.Count.ShouldBe(4);
        band.Mean.ShouldBe([0.69, 0.4825, 0.285], 1e-12);
        band.Low.ShouldBe([0.643155658769668, 0.4268071896575254, 0.18394375729294304], 1e-9);
        band.High.ShouldBe([0.7368443412303319, 0.5381928103424746, 0.3860562427070569], 1e-9);
    }

    [Fact]
    public void One_curve_has_no_band()
    {
        var band = MeanBand.Compute([[0.5, 0.25]]).ShouldNotBeNull();

        band.Mean.ShouldBe([0.5, 0.25]);
        (band.Low.Length, band.High.Length).ShouldBe((0, 0));
    }

    [Fact]
    public void No_curve_has_no_mean() => MeanBand.Compute([]).ShouldBeNull();
}
