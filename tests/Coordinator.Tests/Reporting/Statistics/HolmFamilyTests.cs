using System.Collections.Immutable;
using CsCheck;
using MathNet.Numerics.Distributions;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class HolmFamilyTests
{
    [Fact]
    public void Levels_are_those_of_the_steps()
    {
        // The thresholds of three: 0.05 / 3, 0.05 / 2, 0.05. The step at 0.03 stops, so the two others share its level.
        var family = HolmFamily.Correct([0.04, null, 0.001, 0.03], 0.05);

        (family.Tested, family.Rejected).ShouldBe((3, 1));
        family.Members[0].ShouldBe(new HolmMember(0.04, 0.06, false, 1 - (0.05 / 2)));
        family.Members[1].ShouldBeNull();
        family.Members[2].ShouldBe(new HolmMember(0.001, 0.003, true, 1 - (0.05 / 3)));
        family.Members[3].ShouldBe(new HolmMember(0.03, 0.06, false, 1 - (0.05 / 2)));
    }

    [Fact]
    public void When_all_are_rejected_the_last_has_the_whole_alpha() =>
        HolmFamily.Correct([0.02, 0.01], 0.05).Members.Select(member => member.ShouldNotBeNull().Level).ShouldBe([0.95, 0.975]);

    /// <summary>The interval of a normal estimate with the standard error 1, by an independent normal distribution.</summary>
    [Fact]
    public void An_interval_at_the_level_excludes_zero_exactly_when_the_hypothesis_is_rejected() =>
        Gen.Select(Gen.Double[-6, 6].Array[1, 15], Gen.Double[0.01, 0.3]).Sample((estimates, alpha) =>
        {
            ImmutableArray<double?> pValues = [.. estimates.Select(estimate => (double?)(2 * Normal.CDF(0, 1, -Math.Abs(estimate))))];
            var family = HolmFamily.Correct(pValues, alpha);
            foreach (var (estimate, member) in estimates.Zip(family.Members.OfType<HolmMember>()))
            {
                var half = -Normal.InvCDF(0, 1, (1 - member.Level) / 2);

                (Math.Abs(estimate) > half).ShouldBe(member.AdjustedPValue < alpha);
                member.IsRejected.ShouldBe(member.AdjustedPValue < alpha);
            }

            family.Rejected.ShouldBe(family.Members.Count(member => member is { IsRejected: true }));
        });

    /// <summary>The same with the signed-rank test, whose interval and p value are discrete.</summary>
    [Fact]
    public void An_interval_of_signed_ranks_at_the_level_agrees_with_the_verdict() =>
        Gen.Int[-3, 12].Select(value => (double)value).Array[1, 14].Array[1, 8].Sample(samples =>
        {
            ImmutableArray<SignedRank> tests = [.. samples.Select(sample => SignedRank.Test([.. sample])!)];
            var family = HolmFamily.Correct([.. tests.Select(test => (double?)test.PValue)], 0.05);
            foreach (var (test, member) in tests.Zip(family.Members.OfType<HolmMember>()))
            {
                (test.Interval(member.Level) is { } interval && (interval.Low > 0 || interval.High < 0)).ShouldBe(member.IsRejected);
            }
        });

    [Fact]
    public void An_untested_hypothesis_does_not_count() =>
        HolmFamily.Correct([null, 0.04, null], 0.05).Members[1].ShouldBe(new HolmMember(0.04, 0.04, true, 0.95));

    [Fact]
    public void No_hypotheses_make_an_empty_family() => HolmFamily.Correct([null], 0.05).Tested.ShouldBe(0);

    [Fact]
    public void A_p_value_and_alpha_are_probabilities()
    {
        Should.Throw<ArgumentException>(() => HolmFamily.Correct([1.1], 0.05));
        Should.Throw<ArgumentException>(() => HolmFamily.Correct([double.NaN], 0.05));
        Should.Throw<ArgumentOutOfRangeException>(() => HolmFamily.Correct([0.1], 0));
    }
}
