using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class PerformanceProfileTests
{
    private static readonly ImmutableArray<double?> Slow = [20, 30, null, null];
    private static readonly ImmutableArray<double?> Fast = [10, 40, 50, null];

    [Fact]
    public void Ratios_are_to_the_fastest_on_each_problem()
    {
        var ratios = PerformanceProfile.Ratios([Slow, Fast]);

        ratios[0].ShouldBe([2, 1, null, null]);
        ratios[1].ShouldBe([1, 4.0 / 3, 1, null]);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(1.3, 0.5)]
    [InlineData(1.4, 0.75)]
    [InlineData(100, 0.75)]
    public void Height_is_the_fraction_within_the_factor(double tau, double height) =>
        PerformanceProfile.Height(PerformanceProfile.Ratios([Slow, Fast])[1], tau).ShouldBe(height);

    [Fact]
    public void Score_is_the_area_under_the_staircase()
    {
        // numpy.trapz of the heights of Fast at 3,000,001 equal steps of tau in [1, 4], over 3: 0.72222
        PerformanceProfile.Score(PerformanceProfile.Ratios([Slow, Fast])[1]).ShouldBe(0.72222, 1e-5);
        PerformanceProfile.Score([1, 1]).ShouldBe(1);
        PerformanceProfile.Score([null, null]).ShouldBe(0);
        PerformanceProfile.Score([]).ShouldBe(0);
    }

    [Fact]
    public void Times_must_be_above_zero() => Should.Throw<ArgumentException>(() => PerformanceProfile.Ratios([[0.0]]));
}
