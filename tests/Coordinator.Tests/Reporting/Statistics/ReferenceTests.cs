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
            Near(summary.MeanInterval?.Low, expected, "low");
            Near(summary.MeanInterval?.High, expected, "high");
        }
    }

    [Fact]
    public void Bands_of_mean_curves_have_the_same_interval_at_each_position()
    {
        foreach (var expected in Cases("summaries"))
        {
            var curves = Numbers(expected, "values").Select(value => ImmutableArray.Create(1.0, value)).ToImmutableArray();

            var band = MeanBand.Compute(curves).ShouldNotBeNull();

            Near(band.Mean[1], expected, "mean");
            Near(band.Low[1], expected, "low");
            Near(band.High[1], expected, "high");
        }
    }

    [Fact]
    public void Paired_differences_are_those_of_scipy_and_statsmodels()
    {
        foreach (var expected in Cases("paired"))
        {
            var comparison = MeanComparison.Paired(Numbers(expected, "first"), Numbers(expected, "second")).ShouldNotBeNull();

            Near(comparison.PValue, expected, "p");
            Near(comparison.Interval.Low, expected, "low");
            Near(comparison.Interval.High, expected, "high");
            Near(comparison.EffectSize, expected, "effect");
        }
    }

    [Fact]
    public void Unpaired_differences_are_those_of_scipy_and_statsmodels()
    {
        foreach (var expected in Cases("welch"))
        {
            var comparison = MeanComparison.Welch(Numbers(expected, "first"), Numbers(expected, "second")).ShouldNotBeNull();

            Near(comparison.PValue, expected, "p");
            Near(comparison.DegreesOfFreedom, expected, "df");
            Near(comparison.Interval.Low, expected, "low");
            Near(comparison.Interval.High, expected, "high");
            Near(comparison.EffectSize, expected, "effect");
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
    public void Profiles_speedups_and_censored_medians_are_those_of_numpy_and_scipy()
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

            Near(PerformanceProfile.GeometricMeanSpeedup(times[0], times[1]), expected, "speedup");
            foreach (var (row, median) in times.Zip(expected.GetProperty("medians").EnumerateArray()))
            {
                var censored = CensoredTimes.Sort([.. row.Select(time => (int?)time)]);
                censored.Median.ShouldBe(median.ValueKind == JsonValueKind.Null ? null : median.GetDouble());
            }
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
