using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class ProportionTests
{
    [Fact]
    public void Bounds_enclose_the_share_within_the_unit_interval() =>
        Gen.Int[1, 300].SelectMany(count => Gen.Select(Gen.Int[0, count], Gen.Const(count), Gen.Double[0.01, 0.9999]))
            .Sample((successes, count, level) =>
            {
                var plain = Proportion.Wilson(successes, count, level)!;

                plain.Interval.Low.ShouldBeInRange(0, plain.Share + 1e-12);
                plain.Interval.High.ShouldBeInRange(plain.Share - 1e-12, 1);
            });

    [Fact]
    public void No_success_and_all_successes_have_exact_ends()
    {
        Proportion.Wilson(0, 9).ShouldNotBeNull().Interval.Low.ShouldBe(0);
        Proportion.Wilson(9, 9).ShouldNotBeNull().Interval.High.ShouldBe(1);
    }

    [Fact]
    public void No_trials_have_no_share() => Proportion.Wilson(0, 0).ShouldBeNull();

    [Fact]
    public void More_successes_than_trials_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Proportion.Wilson(4, 3));
}
