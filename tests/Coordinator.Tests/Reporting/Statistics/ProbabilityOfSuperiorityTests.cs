using System.Collections.Immutable;
using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class ProbabilityOfSuperiorityTests
{
    [Fact]
    public void A_tie_counts_as_a_half()
    {
        var superiority = ProbabilityOfSuperiority.Paired([1, 2, 3, 4], [2, 2, 4, 3], greaterIsBetter: false).ShouldNotBeNull();

        superiority.Share.ShouldBe(2.5 / 4);
        ProbabilityOfSuperiority.Paired([1, 2], [2, 4], greaterIsBetter: false).ShouldNotBeNull()
            .ShouldBe(new ProbabilityOfSuperiority(2, 0, 0, Proportion.Wilson(2, 2).ShouldNotBeNull().Interval));
    }

    [Fact]
    public void Swapped_samples_and_the_other_direction_are_mirror_images() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 20].Sample(pairs =>
        {
            ImmutableArray<double> first = [.. pairs.Select(pair => (double)pair.Item1)];
            ImmutableArray<double> second = [.. pairs.Select(pair => (double)pair.Item2)];
            var greater = ProbabilityOfSuperiority.Paired(first, second, greaterIsBetter: true)!;
            var smaller = ProbabilityOfSuperiority.Paired(first, second, greaterIsBetter: false)!;

            ProbabilityOfSuperiority.Paired(second, first, greaterIsBetter: false).ShouldBe(greater);
            smaller.Share.ShouldBe(1 - greater.Share, 1e-12);
            smaller.Interval.Low.ShouldBe(1 - greater.Interval.High, 1e-9);
            smaller.Interval.High.ShouldBe(1 - greater.Interval.Low, 1e-9);
            greater.Share.ShouldBeInRange(greater.Interval.Low, greater.Interval.High);
            greater.Interval.Low.ShouldBeGreaterThanOrEqualTo(0);
            greater.Interval.High.ShouldBeLessThanOrEqualTo(1);
        });

    [Fact]
    public void Empty_samples_have_no_estimate() => ProbabilityOfSuperiority.Paired([], [], greaterIsBetter: true).ShouldBeNull();

    [Fact]
    public void Values_must_be_numbers_in_pairs()
    {
        Should.Throw<ArgumentException>(() => ProbabilityOfSuperiority.Paired([1], [double.NaN], greaterIsBetter: true));
        Should.Throw<ArgumentException>(() => ProbabilityOfSuperiority.Paired([1], [1, 2], greaterIsBetter: true));
    }
}
