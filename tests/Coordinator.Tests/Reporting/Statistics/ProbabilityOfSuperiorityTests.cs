using System.Collections.Immutable;
using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class ProbabilityOfSuperiorityTests
{
    /// <summary>The documented example of the R package SingleCaseES: <c>NAP(A, B)</c>, whose interval is method 5 too.</summary>
    [Theory]
    [InlineData(0.9, 0.6591091902344411, 0.9822247870934007)]
    [InlineData(0.95, 0.5973193600384168, 0.9859976893703788)]
    public void Unpaired_agrees_with_SingleCaseES(double level, double low, double high)
    {
        var superiority = ProbabilityOfSuperiority.Unpaired(
            [28, 25, 24, 27, 30, 30, 29], [20, 20, 26, 25, 22, 23], greaterIsBetter: true, level).ShouldNotBeNull();

        superiority.Share.ShouldBe(0.9166666666666666, 1e-15);
        superiority.Interval.Low.ShouldBe(low, 1e-11);
        superiority.Interval.High.ShouldBe(high, 1e-11);
    }

    [Fact]
    public void Samples_apart_have_exact_ends()
    {
        var superiority = ProbabilityOfSuperiority.Unpaired([1, 2], [3, double.PositiveInfinity], greaterIsBetter: false).ShouldNotBeNull();

        (superiority.Share, superiority.Interval.High).ShouldBe((1, 1));
        superiority.Interval.Low.ShouldBeInRange(0.01, 0.99);
    }

    [Fact]
    public void Swapped_samples_and_the_other_direction_are_mirror_images() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 12], Gen.Int[0, 5].Array[1, 12]).Sample((one, other) =>
        {
            ImmutableArray<double> first = [.. one.Select(value => (double)value)];
            ImmutableArray<double> second = [.. other.Select(value => (double)value)];
            var greater = ProbabilityOfSuperiority.Unpaired(first, second, greaterIsBetter: true)!;
            var smaller = ProbabilityOfSuperiority.Unpaired(first, second, greaterIsBetter: false)!;

            ProbabilityOfSuperiority.Unpaired(second, first, greaterIsBetter: false).ShouldBe(greater);
            smaller.Share.ShouldBe(1 - greater.Share, 1e-12);
            smaller.Interval.Low.ShouldBe(1 - greater.Interval.High, 1e-9);
            smaller.Interval.High.ShouldBe(1 - greater.Interval.Low, 1e-9);
            greater.Share.ShouldBeInRange(greater.Interval.Low, greater.Interval.High);
        });

    [Fact]
    public void Paired_counts_a_tie_as_a_half()
    {
        var superiority = ProbabilityOfSuperiority.Paired([1, 2, 3, 4], [2, 2, 4, 3], greaterIsBetter: false).ShouldNotBeNull();

        superiority.Share.ShouldBe(2.5 / 4);
        ProbabilityOfSuperiority.Paired([1, 2], [2, 4], greaterIsBetter: false).ShouldNotBeNull()
            .ShouldBe(new ProbabilityOfSuperiority(1, Proportion.Wilson(2, 2).ShouldNotBeNull().Interval));
    }

    [Fact]
    public void Empty_samples_have_no_estimate()
    {
        ProbabilityOfSuperiority.Paired([], [], greaterIsBetter: true).ShouldBeNull();
        ProbabilityOfSuperiority.Unpaired([], [1], greaterIsBetter: true).ShouldBeNull();
    }

    [Fact]
    public void Values_must_be_numbers() =>
        Should.Throw<ArgumentException>(() => ProbabilityOfSuperiority.Unpaired([1], [double.NaN], greaterIsBetter: true));
}
