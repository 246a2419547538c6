using System.Collections.Immutable;
using System.Text.Json;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Statistics;

/// <summary>Compares the report's statistics with those of numpy, scipy and statsmodels (Reference/make_statistics_reference.py).</summary>
public class ReferenceTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reporting", "Statistics", "Reference", "statistics.json"))).RootElement;

    [Fact]
    public void Summaries_are_those_of_numpy_and_scipy()
    {
        foreach (var expected in Cases("summaries"))
        {
            var summary = SampleSummary.Summarize(Numbers(expected, "values")).ShouldNotBeNull();

            Near(summary.Mean, expected, "mean");
            Near(summary.StandardDeviation, expected, "sd");
            Near(summary.Median, expected, "median");
            Near(summary.Quartiles?.Low, expected, "low");
            Near(summary.Quartiles?.High, expected, "high");
            Near(summary.InterquartileMean, expected, "iqm");
        }
    }

    [Fact]
    public void Bands_of_curves_are_the_quantiles_of_numpy_up_to_the_shortest()
    {
        foreach (var expected in Cases("bands"))
        {
            var band = CurveBand.Compute([.. expected.GetProperty("curves").EnumerateArray().Select(Numbers)]).ShouldNotBeNull();

            Near(band.Median, expected, "median");
            Near(band.Low, expected, "low");
            Near(band.High, expected, "high");
        }
    }

    [Fact]
    public void Signed_ranks_are_those_of_scipy_and_their_intervals_those_of_numpy()
    {
        foreach (var expected in Cases("signed ranks"))
        {
            var test = SignedRank.Test(Numbers(expected, "differences")).ShouldNotBeNull();

            Near(test.PValue, expected, "p");
            Near(test.Estimate, expected, "estimate");
            foreach (var atLevel in expected.GetProperty("intervals").EnumerateArray())
            {
                var interval = test.Interval(Number(atLevel, "level"));

                (interval is null).ShouldBe(Optional(atLevel.GetProperty("low")) is null);
                if (interval is not null)
                {
                    Near(interval.Value.Low, atLevel, "low");
                    Near(interval.Value.High, atLevel, "high");
                }
            }
        }
    }

    [Fact]
    public void Signed_ranks_of_many_differences_are_the_approximation_of_scipy_and_near_the_exact_test()
    {
        foreach (var expected in Cases("large signed ranks"))
        {
            var test = SignedRank.Test(Numbers(expected, "differences")).ShouldNotBeNull();

            Near(test.PValue, expected, "p");
            test.PValue.ShouldBe(Number(expected, "exact"), 0.05 * Number(expected, "exact"));
        }
    }

    [Fact]
    public void Corrected_p_values_are_those_of_statsmodels()
    {
        foreach (var expected in Cases("holm"))
        {
            Near(Holm.Adjust(Numbers(expected, "p")), expected, "adjusted");
        }
    }

    [Fact]
    public void Shares_of_variance_are_those_of_statsmodels()
    {
        foreach (var expected in Cases("decompositions"))
        {
            var shares = VarianceDecomposition.Decompose(
                [.. expected.GetProperty("levels").EnumerateArray().Select(level => level.GetInt32())],
                [.. expected.GetProperty("cells").EnumerateArray().Select(Numbers)]).ShouldNotBeNull();

            Near(shares.Main, expected, "main");
            Near([.. shares.Pairs.Select(pair => pair.Share)], expected, "pairs");
            Near(shares.Higher, expected, "higher");
            Near(shares.Within, expected, "within");
        }
    }

    [Fact]
    public void Profiles_are_those_of_numpy()
    {
        foreach (var expected in Cases("profiles"))
        {
            ImmutableArray<ImmutableArray<double?>> times = [.. expected.GetProperty("times").EnumerateArray().Select(row =>
                row.EnumerateArray().Select(time => time.ValueKind == JsonValueKind.Null ? (double?)null : time.GetDouble()).ToImmutableArray())];
            var ratios = PerformanceProfile.Ratios(times);
            var taus = Numbers(expected, "taus");

            Near([.. ratios.Select(row => PerformanceProfile.Score(row))], expected, "scores");
            foreach (var (row, heights) in ratios.Zip(expected.GetProperty("heights").EnumerateArray()))
            {
                Near([.. taus.Select(tau => PerformanceProfile.Height(row, tau))], Numbers(heights), "heights");
            }
        }
    }

    [Fact]
    public void Quantiles_of_t_are_those_of_scipy()
    {
        foreach (var expected in Cases("t quantiles"))
        {
            Near(StudentT.Quantile((int)Number(expected, "df")), expected, "quantile");
        }
    }

    [Fact]
    public void Intervals_of_proportions_are_those_of_statsmodels()
    {
        foreach (var expected in Cases("proportions"))
        {
            var (successes, count, level) = ((int)Number(expected, "successes"), (int)Number(expected, "count"), Number(expected, "level"));
            var plain = Proportion.Wilson(successes, count, level).ShouldNotBeNull();

            Near(plain.Interval.Low, expected, "low");
            Near(plain.Interval.High, expected, "high");
        }
    }

    [Fact]
    public void Interquartile_means_are_the_trimmed_means_of_scipy()
    {
        foreach (var expected in Cases("trimmed means"))
        {
            Near(InterquartileMean.Compute(Numbers(expected, "values")), expected, "mean");
        }
    }

    [Fact]
    public void Intervals_of_medians_have_the_exact_coverage()
    {
        foreach (var expected in Cases("median intervals"))
        {
            ImmutableArray<double> values = [.. Optional(expected, "values").Select(value => value ?? double.PositiveInfinity)];
            var interval = MedianInterval.Compute(values, Number(expected, "level"));

            (interval is null).ShouldBe(expected.GetProperty("rank").ValueKind == JsonValueKind.Null);
            if (interval is not null)
            {
                interval.Rank.ShouldBe((int)Number(expected, "rank"));
                interval.Interval.ShouldBe(new ConfidenceInterval(
                    Optional(expected.GetProperty("low")) ?? double.PositiveInfinity, Optional(expected.GetProperty("high")) ?? double.PositiveInfinity));
                Near(interval.Coverage, expected, "coverage");
            }
        }
    }

    [Fact]
    public void Paired_superiority_is_that_of_statsmodels()
    {
        foreach (var expected in Cases("superiority"))
        {
            var superiority = ProbabilityOfSuperiority.Paired(Numbers(expected, "first"), Numbers(expected, "second"), greaterIsBetter: true).ShouldNotBeNull();

            Near(superiority.Share, expected, "share");
            Near(superiority.Interval.Low, expected, "low");
            Near(superiority.Interval.High, expected, "high");
        }
    }

    [Fact]
    public void Hedges_factors_are_those_of_scipy()
    {
        foreach (var expected in Cases("hedges"))
        {
            Near(HedgesCorrection.Factor(Number(expected, "df")), expected, "factor");
        }
    }

    [Fact]
    public void Verdicts_of_Holm_are_those_of_statsmodels()
    {
        foreach (var expected in Cases("holm levels"))
        {
            var family = HolmFamily.Correct([.. Optional(expected, "p")], Number(expected, "alpha"));
            var members = family.Members.OfType<HolmMember>().ToImmutableArray();

            members.Select(member => member.IsRejected).ShouldBe(Flags(expected, "rejected"));
            Near([.. members.Select(member => member.Level)], expected, "levels");
        }

        foreach (var expected in Cases("holm"))
        {
            var family = HolmFamily.Correct([.. Optional(expected, "p")], 0.05);

            Near([.. family.Members.OfType<HolmMember>().Select(member => member.AdjustedPValue)], expected, "adjusted");
        }
    }

    [Fact]
    public void Expected_bests_are_the_means_over_all_subsets()
    {
        foreach (var expected in Cases("expected best"))
        {
            var (values, draws) = (Numbers(expected, "values"), (int)Number(expected, "draws"));

            Near(ExpectedBest.Minimum(values, draws), expected, "minimum");
            Near(ExpectedBest.Maximum(values, draws), expected, "maximum");
        }
    }

    [Fact]
    public void Tests_of_paired_outcomes_are_those_of_statsmodels()
    {
        foreach (var expected in Cases("discordant"))
        {
            var test = McNemar.Paired(Flags(expected, "first"), Flags(expected, "second")).ShouldNotBeNull();

            Near([test.FirstOnly, test.SecondOnly], [Number(expected, "first only"), Number(expected, "second only")], "counts");
            Near(test.PValue, expected, "p");
        }
    }

    [Fact]
    public void Splits_of_few_and_of_many_tosses_are_those_of_scipy()
    {
        foreach (var expected in Cases("coins"))
        {
            Near(FairCoin.TwoSided((int)Number(expected, "first"), (int)Number(expected, "second")), expected, "p");
        }
    }

    private static List<JsonElement> Cases(string name)
    {
        var cases = Reference.GetProperty(name).EnumerateArray().ToList();
        cases.ShouldNotBeEmpty();
        return cases;
    }

    private static ImmutableArray<double> Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static ImmutableArray<double> Numbers(JsonElement expected, string name) => Numbers(expected.GetProperty(name));

    private static double Number(JsonElement expected, string name) => expected.GetProperty(name).GetDouble();

    private static double? Optional(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : number.GetDouble();

    private static IEnumerable<double?> Optional(JsonElement expected, string name) => expected.GetProperty(name).EnumerateArray().Select(Optional);

    private static ImmutableArray<bool> Flags(JsonElement expected, string name) =>
        [.. expected.GetProperty(name).EnumerateArray().Select(flag => flag.GetBoolean())];

    private static void Near(double? actual, JsonElement expected, string name) =>
        Near([actual.ShouldNotBeNull(name)], [expected.GetProperty(name).GetDouble()], name);

    private static void Near(ImmutableArray<double> actual, JsonElement expected, string name) => Near(actual, Numbers(expected, name), name);

    /// <summary>Within a relative 1e-9, or an absolute 1e-12 near zero.</summary>
    private static void Near(ImmutableArray<double> actual, ImmutableArray<double> expected, string name)
    {
        actual.Length.ShouldBe(expected.Length, name);
        foreach (var (one, other) in actual.Zip(expected))
        {
            one.ShouldBe(other, Math.Max(1e-12, 1e-9 * Math.Abs(other)), name);
        }
    }
}
