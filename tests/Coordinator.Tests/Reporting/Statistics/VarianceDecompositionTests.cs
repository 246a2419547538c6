using System.Collections.Immutable;
using CsCheck;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

public class VarianceDecompositionTests
{
    private static readonly ImmutableArray<ImmutableArray<double>> Cells =
    [
        [2.5, 2.75], [-1.25, 0.25], [1.5, 4.25], [2.75, 1.0], [4.75, 4.25], [-0.5, 0.25],
        [0.75, 2.75], [2.0, -0.5], [2.0, 6.5], [2.5, 2.5], [7.5, 3.0], [1.5, 4.0],
    ];

    /// <summary>
    /// Sums of squares over their total from statsmodels 0.13.5: <c>anova_lm(ols('v ~ C(a, Sum) * C(b, Sum) * C(c, Sum)', frame).fit(), typ=2)</c>
    /// with a of 2 levels, b of 3, c of 2 and two replicates.
    /// </summary>
    [Fact]
    public void Shares_are_those_of_statsmodels_analysis_of_variance()
    {
        var shares = VarianceDecomposition.Decompose([2, 3, 2], Cells).ShouldNotBeNull();

        shares.Main[0].ShouldBe(0.0574162679425836, 1e-12);
        shares.Main[1].ShouldBe(0.17239832535885208, 1e-12);
        shares.Main[2].ShouldBe(0.3125996810207336, 1e-12);
        shares.Pairs.Select(pair => (pair.First, pair.Second)).ShouldBe([(0, 1), (0, 2), (1, 2)]);
        shares.Pairs[0].Share.ShouldBe(0.025269138755980868, 1e-12);
        shares.Pairs[1].Share.ShouldBe(0.019537480063795777, 1e-12);
        shares.Pairs[2].Share.ShouldBe(0.04789673046252003, 1e-12);
        shares.Higher.ShouldBe(0.026365629984051075, 1e-12);
        shares.Within.ShouldBe(0.33851674641148305, 1e-12);
        shares.Variance.ShouldBe(4.354166666666669, 1e-12);
    }

    [Fact]
    public void Shares_are_of_one_whole() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 3], Gen.Int[2, 3]).SelectMany(levels =>
                Gen.Double[-5, 5].Array[levels.Item1 * levels.Item2 * levels.Item3].Select(values => (levels, values)))
            .Sample(sample =>
            {
                var ((a, b, c), values) = sample;
                var shares = VarianceDecomposition.Decompose([a, b, c], [.. values.Select(value => ImmutableArray.Create(value, value + 1))])!;

                (shares.Main.Sum() + shares.Pairs.Sum(pair => pair.Share) + shares.Higher + shares.Within).ShouldBe(1, 1e-9);
                shares.Main.ShouldAllBe(share => share >= 0);
            });

    [Fact]
    public void A_response_that_does_not_vary_has_no_shares() =>
        VarianceDecomposition.Decompose([2, 2], [[0.1], [0.1], [0.1], [0.1]]).ShouldBeNull();

    [Fact]
    public void A_missing_combination_is_refused() =>
        Should.Throw<ArgumentException>(() => VarianceDecomposition.Decompose([2, 2], [[1], [2], [3], []]));
}
