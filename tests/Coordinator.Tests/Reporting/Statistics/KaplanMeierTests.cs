using System.Collections.Immutable;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class KaplanMeierTests
{
    private static readonly ImmutableArray<SurvivalTime> Times = [new(4, true), new(2, true), new(2, false), new(3, false), new(6, false)];

    [Fact]
    public void A_subject_censored_at_an_event_was_at_risk()
    {
        var curve = KaplanMeier.Estimate(Times).ShouldNotBeNull();

        curve.Steps.Select(step => (step.Time, step.AtRisk, step.Events)).ShouldBe([(2, 5, 1), (4, 2, 1)]);
        curve.Steps.Select(step => step.Survival).ShouldBe([0.8, 0.4], 1e-15);
    }

    [Fact]
    public void The_function_is_a_staircase_that_ends_at_the_last_censored_time()
    {
        var curve = KaplanMeier.Estimate(Times).ShouldNotBeNull();

        (curve.At(0), curve.At(1.9), curve.At(2), curve.At(3.9)).ShouldBe((1, 1, 0.8, 0.8));
        curve.At(6).ShouldNotBeNull().ShouldBe(0.4, 1e-15);
        curve.At(6.1).ShouldBeNull();
    }

    [Fact]
    public void After_the_last_event_of_all_nobody_survives() =>
        KaplanMeier.Estimate([new(1, true), new(2, true)]).ShouldNotBeNull().At(100).ShouldBe(0);

    [Fact]
    public void No_subjects_have_no_function() => KaplanMeier.Estimate([]).ShouldBeNull();

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_time_is_finite_and_not_negative(double time) =>
        Should.Throw<ArgumentException>(() => KaplanMeier.Estimate([new(time, true)]));
}
