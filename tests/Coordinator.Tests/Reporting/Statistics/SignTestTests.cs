using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class SignTestTests
{
    [Fact]
    public void Ties_are_dropped()
    {
        // 2 (1 + 4) / 2^4
        var test = SignTest.Paired([2, 3, 4, 1, 5], [1, 2, 3, 2, 5]).ShouldNotBeNull();

        (test.FirstGreater, test.SecondGreater, test.Ties).ShouldBe((3, 1, 1));
        test.PValue.ShouldBe(0.625, 1e-14);
    }

    [Fact]
    public void A_time_that_never_came_is_the_greater() =>
        SignTest.Paired([double.PositiveInfinity, double.PositiveInfinity], [1, double.PositiveInfinity]).ShouldBe(new SignTest(1, 0, 1, 1));

    [Fact]
    public void Only_ties_do_not_differ() => SignTest.Paired([1, 2], [1, 2]).ShouldBe(new SignTest(0, 0, 2, 1));

    [Fact]
    public void No_pairs_have_no_test() => SignTest.Paired([], []).ShouldBeNull();

    [Fact]
    public void Pairs_must_match_and_be_numbers()
    {
        Should.Throw<ArgumentException>(() => SignTest.Paired([1, 2], [1]));
        Should.Throw<ArgumentException>(() => SignTest.Paired([double.NaN], [1]));
    }
}
