using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class ExpectedBestTests
{
    [Fact]
    public void One_draw_has_the_mean_and_all_draws_have_the_best() =>
        Gen.Double[-10, 10].Array[1, 40].Sample(values =>
        {
            ExpectedBest.Minimum([.. values], 1).ShouldBe(values.Average(), 1e-9);
            ExpectedBest.Maximum([.. values], 1).ShouldBe(values.Average(), 1e-9);
            ExpectedBest.Minimum([.. values], values.Length).ShouldBe(values.Min(), 1e-9);
            ExpectedBest.Maximum([.. values], values.Length).ShouldBe(values.Max(), 1e-9);
        });

    [Fact]
    public void A_result_that_diverged_counts_until_enough_draws_avoid_it()
    {
        ExpectedBest.Minimum([double.PositiveInfinity, 1, 2], 1).ShouldBe(double.PositiveInfinity);

        // The smallest is in two of three pairs.
        ExpectedBest.Minimum([double.PositiveInfinity, 1, 2], 2).ShouldBe(4.0 / 3, 1e-15);
    }

    [Fact]
    public void A_large_sample_does_not_overflow() =>
        ExpectedBest.Minimum([.. Enumerable.Range(1, 10_000).Select(i => (double)i)], 99).ShouldBe(10_001.0 / 100, 1e-9);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Draws_are_at_least_one_and_at_most_the_number_of_values(int draws) =>
        Should.Throw<ArgumentOutOfRangeException>(() => ExpectedBest.Minimum([1, 2], draws));

    [Fact]
    public void A_value_must_be_a_number() => Should.Throw<ArgumentException>(() => ExpectedBest.Maximum([1, double.NaN], 1));
}
