using System.Collections.Immutable;
using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class SignFlipTestTests
{
    [Fact]
    public void Few_pairs_have_an_exact_p()
    {
        // All 2^5 patterns; only the observed one and its mirror image reach a mean of 3.
        var test = SignFlipTest.Paired([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], new CounterRandom(1, 1)).ShouldNotBeNull();

        test.ShouldBe(new SignFlipTest(5, 3, 2.0 / 32, true));
    }

    [Fact]
    public void Many_pairs_have_a_random_p_near_the_exact_one()
    {
        // One further pair without a difference leaves the exact p as it is.
        ImmutableArray<double> first = [.. Enumerable.Range(0, 16).Select(i => Math.Sin(i) + 0.3), 0];
        ImmutableArray<double> second = [.. new double[17]];
        var exact = SignFlipTest.Paired(first[..16], second[..16], new CounterRandom(1, 1)).ShouldNotBeNull();

        var test = SignFlipTest.Paired(first, second, new CounterRandom(1, 1)).ShouldNotBeNull();

        (exact.IsExact, test.IsExact).ShouldBe((true, false));
        test.PValue.ShouldBe(exact.PValue, 5 * Math.Sqrt(exact.PValue * (1 - exact.PValue) / SignFlipTest.Flips));
        SignFlipTest.Paired(first, second, new CounterRandom(1, 1)).ShouldBe(test);
    }

    [Fact]
    public void A_random_p_is_never_zero() =>
        SignFlipTest.Paired([.. Enumerable.Repeat(1.0, 40)], [.. new double[40]], new CounterRandom(3, 0)).ShouldNotBeNull()
            .PValue.ShouldBe(1.0 / 20_001);

    [Fact]
    public void The_order_of_the_samples_and_their_scale_do_not_matter() =>
        Gen.Select(Gen.Double[-3, 3].Array[8], Gen.Double[-3, 3].Array[8]).Sample((first, second) =>
        {
            var test = SignFlipTest.Paired([.. first], [.. second], new CounterRandom(1, 1))!;
            var swapped = SignFlipTest.Paired([.. second], [.. first], new CounterRandom(1, 1))!;
            var scaled = SignFlipTest.Paired([.. first.Select(x => 0.1 * x)], [.. second.Select(x => 0.1 * x)], new CounterRandom(1, 1))!;

            (swapped.PValue, scaled.PValue).ShouldBe((test.PValue, test.PValue));
        });

    [Fact]
    public void Equal_samples_do_not_differ() =>
        SignFlipTest.Paired([1, 2], [1, 2], new CounterRandom(1, 1)).ShouldBe(new SignFlipTest(2, 0, 1, true));

    [Fact]
    public void No_pairs_have_no_test() => SignFlipTest.Paired([], [], new CounterRandom(1, 1)).ShouldBeNull();

    [Fact]
    public void Pairs_must_match_and_be_finite()
    {
        Should.Throw<ArgumentException>(() => SignFlipTest.Paired([1, 2], [1], new CounterRandom(1, 1)));
        Should.Throw<ArgumentException>(() => SignFlipTest.Paired([double.PositiveInfinity], [1], new CounterRandom(1, 1)));
    }
}
