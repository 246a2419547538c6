using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class CostTrendTests
{
    /// <summary>1,000 epochs, recorded at 5, 20 and 200 points. A cost that halves in each quarter, with noise of 1 %.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(200)]
    public void A_falling_cost_with_noise_is_falling(int points) => Trends(points, (share, noise) => Math.Pow(2, -4 * share) * (1 + (0.01 * noise))).ShouldAllBe(trend => trend == Trend.Falling);

    /// <summary>Noise of 10 % around a constant: a line that falls by chance is rare, at most one in forty.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(200)]
    public void A_settled_cost_with_noise_is_settled(int points) =>
        Trends(points, (_, noise) => 0.3 * (1 + (0.1 * noise))).Count(trend => trend == Trend.Falling).ShouldBeLessThanOrEqualTo(12);

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void A_cost_that_fell_early_has_settled(int points) =>
        Trends(points, (share, noise) => Math.Max(0.1, 1 - (3 * share)) * (1 + (0.01 * noise))).Count(trend => trend == Trend.Falling).ShouldBeLessThanOrEqualTo(12);

    /// <summary>A fall of 0.5 % in a tenth of the training does not matter, however surely it is seen.</summary>
    [Fact]
    public void A_fall_too_small_to_matter_is_settled() => Of([.. Enumerable.Range(0, 200).Select(i => Math.Exp(-0.05 * i / 200))]).ShouldBe(Trend.Settled);

    [Fact]
    public void A_rising_cost_is_not_falling() => Of([.. Enumerable.Range(0, 200).Select(i => Math.Exp(i / 200.0))]).ShouldBe(Trend.Settled);

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void Too_few_points_tell_nothing(int points) => Of([.. Enumerable.Range(0, points).Select(i => Math.Exp(-i))]).ShouldBe(Trend.Unknown);

    [Fact]
    public void A_cost_without_a_logarithm_tells_nothing()
    {
        Of([1, 0.5, 0.25, 0, 0, 0]).ShouldBe(Trend.Unknown);
        Of([1, 0.5, 0.25, 0.125, double.NaN, 0.1]).ShouldBe(Trend.Unknown);
    }

    [Fact]
    public void The_trend_of_a_configuration_is_that_of_most_of_its_runs()
    {
        var experiment = new SyntheticExperiment { Optimizers = ["gd"], Seeds = [1, 2, 3], Epochs = 1000, Cost = (run, epoch) => run.Seed == 3 ? 0.2 : Math.Exp(-epoch / 500.0) };
        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        CostTrend.Of(analysis.Configurations[0]).ShouldBe(Trend.Falling);
        Answer.Derive(analysis).Limits.Select(limit => limit.Sentence).ShouldContain("Still falling at the last epoch: gd. A longer training may change the ranking.");
    }

    [Fact]
    public void An_unknown_trend_is_declared() =>
        Answer.Derive(ExperimentAnalysis.Analyze(new SyntheticExperiment { Optimizers = ["gd"], Epochs = 300 }.Build())).Limits.Select(limit => limit.Sentence)
            .ShouldContain("Whether the cost of gd was still falling cannot be told: fewer than 5 costs were recorded. A smaller training.record_every records more.");

    /// <summary>The trends of 200 runs with noise uniform in [-1, 1].</summary>
    private static List<Trend> Trends(int points, Func<double, double, double> cost)
    {
        var random = new CounterRandom(5, (ulong)points);
        return [.. Enumerable.Range(0, 200).Select(_ => Of([.. Enumerable.Range(0, points).Select(i => cost((double)i / points, (2 * random.NextDouble()) - 1))]))];
    }

    private static Trend Of(double[] costs)
    {
        var run = new SyntheticExperiment { Optimizers = ["gd"], Epochs = 1 }.Build().Runs[0];
        return CostTrend.Of(run with { Costs = [.. costs] });
    }
}
