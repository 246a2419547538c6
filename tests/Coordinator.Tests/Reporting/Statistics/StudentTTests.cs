using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class StudentTTests
{
    [Fact]
    public void The_level_of_a_report_has_its_own_members()
    {
        StudentT.Quantile(4, 0.95).ShouldBe(StudentT.Quantile(4));
        StudentT.MeanInterval(0.3, 0.1, 5, 0.95).ShouldBe(StudentT.MeanInterval(0.3, 0.1, 5));
    }

    [Fact]
    public void A_quantile_has_its_probability_outside() =>
        Gen.Select(Gen.Double[1, 200], Gen.Double[0.001, 0.99999]).Sample((freedom, level) =>
            StudentT.TwoSidedProbability(StudentT.Quantile(freedom, level), 1, freedom).ShouldBe(1 - level, 1e-11 * (1 - level)));

    /// <summary>By the Cauchy distribution: tan(pi level / 2).</summary>
    [Theory]
    [InlineData(0.9995)]
    [InlineData(0.999999)]
    public void One_degree_of_freedom_has_far_quantiles(double level)
    {
        var expected = Math.Tan(Math.PI * level / 2);

        StudentT.Quantile(1, level).ShouldBe(expected, 1e-9 * expected);
    }

    [Fact]
    public void Without_spread_an_interval_is_a_point() => StudentT.Interval(2, 0, 3, 0.99).ShouldBe(new ConfidenceInterval(2, 2));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_level_lies_between_zero_and_one(double level) =>
        Should.Throw<ArgumentOutOfRangeException>(() => StudentT.Quantile(3, level));
}
