using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class HedgesCorrectionTests
{
    [Fact]
    public void Two_degrees_of_freedom_have_a_closed_form() =>
        HedgesCorrection.Factor(2).ShouldNotBeNull().ShouldBe(1 / Math.Sqrt(Math.PI), 1e-14);

    [Fact]
    public void Fewer_degrees_of_freedom_have_no_factor()
    {
        HedgesCorrection.Factor(1.9).ShouldBeNull();
        HedgesCorrection.Factor(double.NaN).ShouldBeNull();
    }

    [Fact]
    public void The_factor_is_near_the_approximation_of_Hedges() =>
        HedgesCorrection.Factor(40).ShouldNotBeNull().ShouldBe(1 - (3.0 / ((4 * 40) - 1)), 1e-4);
}
