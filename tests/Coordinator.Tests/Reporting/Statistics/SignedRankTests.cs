using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class SignedRankTests
{
    /// <summary>Whole numbers near zero, so that differences tie and are zero.</summary>
    private static readonly Gen<double[]> Tied = Gen.Int[-4, 8].Select(value => (double)value).Array[1, 25];

    private static readonly Gen<double[]> Any = Gen.OneOf(Tied, Gen.Double[-1, 3].Array[1, 25]);

    [Fact]
    public void Six_differences_of_one_sign_are_the_fewest_for_an_interval_of_95_percent()
    {
        // 2 / 2^6
        SignedRank.Test([1, 2, 3, 4, 5, 6]).ShouldNotBeNull().PValue.ShouldBe(0.03125);
        SignedRank.Test([1, 2, 3, 4, 5, 6]).ShouldNotBeNull().Interval(0.95).ShouldBe(new ConfidenceInterval(1, 6));
        SignedRank.Test([1, 2, 3, 4, 5]).ShouldNotBeNull().Interval(0.95).ShouldBeNull();
    }

    [Fact]
    public void An_interval_excludes_zero_exactly_when_the_p_value_is_small_enough() =>
        Gen.Select(Any, Gen.Double[0.3, 0.9999]).Sample((differences, level) =>
        {
            var test = SignedRank.Test([.. differences])!;

            (test.Interval(level) is { } interval && (interval.Low > 0 || interval.High < 0)).ShouldBe(test.PValue <= 1 - level);
        });

    [Fact]
    public void An_interval_contains_the_estimate_and_a_higher_level_widens_it() =>
        Any.Sample(differences =>
        {
            var test = SignedRank.Test([.. differences])!;
            if (test.Interval(0.95) is { } wide)
            {
                var narrow = test.Interval(0.8).ShouldNotBeNull();
                double[] order = [wide.Low, narrow.Low, test.Estimate, narrow.High, wide.High];
                order.ShouldBe(order.Order());
                (differences.Min() <= wide.Low && wide.High <= differences.Max()).ShouldBeTrue();
            }
        });

    [Fact]
    public void Opposite_differences_are_mirror_images() =>
        Any.Sample(differences =>
        {
            var (one, other) = (SignedRank.Test([.. differences])!, SignedRank.Test([.. differences.Select(difference => -difference)])!);

            other.PValue.ShouldBe(one.PValue);
            other.Estimate.ShouldBe(-one.Estimate, 1e-12);
            (other.Interval(0.9)?.Low).ShouldBe(-one.Interval(0.9)?.High);
        });

    /// <summary>All assignments of signs to the ranks, for differences without ties and zeros.</summary>
    [Fact]
    public void The_p_value_is_the_share_of_signs_at_least_as_extreme() =>
        Gen.Double[-1, 2].Array[1, 10].Sample(differences =>
        {
            if (differences.Contains(0) || differences.DistinctBy(Math.Abs).Count() < differences.Length)
            {
                return;
            }

            var ranked = differences.OrderBy(Math.Abs).ToList();
            var observed = Positive(i => ranked[i] > 0);
            var (all, extreme) = (ranked.Count * (ranked.Count + 1) / 2, 0);
            for (var signs = 0; signs < 1 << ranked.Count; signs++)
            {
                extreme += Math.Abs((2 * Positive(i => (signs >> i & 1) == 1)) - all) >= Math.Abs((2 * observed) - all) ? 1 : 0;
            }

            SignedRank.Test([.. differences])!.PValue.ShouldBe((double)extreme / (1 << ranked.Count), 1e-12);

            int Positive(Func<int, bool> isPositive) => Enumerable.Range(0, ranked.Count).Where(isPositive).Sum(i => i + 1);
        });

    /// <summary>Under the hypothesis of symmetry about 0, the test errs in at most the given share, also with ties and zeros.</summary>
    [Fact]
    public void Ties_and_zeros_make_no_more_errors()
    {
        // Every sign of every magnitude of a sample: 2^8 samples of equal probability.
        double[] magnitudes = [0, 1, 1, 1, 2, 2, 3, 5];
        var pValues = Enumerable.Range(0, 256)
            .Select(signs => SignedRank.Test([.. magnitudes.Select((size, i) => (signs >> i & 1) == 1 ? size : -size)])!.PValue).ToList();

        foreach (var alpha in (double[])[0.01, 0.02, 0.05, 0.1, 0.2, 0.5])
        {
            pValues.Average(p => p <= alpha ? 1.0 : 0).ShouldBeLessThanOrEqualTo(alpha);
        }
    }

    [Fact]
    public void Differences_of_zero_alone_say_nothing()
    {
        var test = SignedRank.Test([0, 0, 0, 0, 0, 0, 0]).ShouldNotBeNull();

        (test.PValue, test.Estimate, test.Interval(0.95)).ShouldBe((1, 0, new ConfidenceInterval(0, 0)));
    }

    [Fact]
    public void The_least_count_is_minimal() =>
        Gen.OneOf(Gen.Double[0.00001, 0.5], Gen.Int[1, 60].Select(tests => 0.05 / tests)).Sample(significance =>
        {
            var count = SignedRank.LeastCount(significance);

            Smallest(count).ShouldBeLessThan(significance);
            if (count > 1)
            {
                Smallest(count - 1).ShouldBeGreaterThanOrEqualTo(significance);
            }

            static double Smallest(int count) => SignedRank.Test([.. Enumerable.Range(1, count).Select(i => (double)i)])!.PValue;
        });

    [Fact]
    public void No_differences_have_no_test_and_every_one_is_finite()
    {
        SignedRank.Test([]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => SignedRank.Test([1, double.NaN]));
        Should.Throw<ArgumentException>(() => SignedRank.Test([double.PositiveInfinity]));
    }
}
