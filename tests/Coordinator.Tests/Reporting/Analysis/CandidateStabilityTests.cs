using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class CandidateStabilityTests
{
    private static readonly SyntheticExperiment Noisy = new()
    {
        LearningRates = [0.001, 0.01],
        Seeds = [1, 2, 3, 4, 5],
        Epochs = 1,
        Cost = (run, _) => 0.2 + (0.01 * ((run.Seed * (7 + SyntheticExperiment.NumberOf(run)) + (run.LearningRate > 0.005 ? 3u : 0)) % 11)),
    };

    [Fact]
    public void The_best_on_every_seed_is_always_chosen_again()
    {
        // Adam at 0.01 is the best on each seed; its scores do not depend on the seeds that chose it.
        var stability = Of(Noisy with { Cost = (run, _) => run is { Optimizer.Rule.Name: "adam", LearningRate: 0.01 } ? 0.1 : 0.3 + (0.01 * run.Seed) }).ShouldNotBeNull();

        (stability.SameConfiguration, stability.SameCompared, stability.Seeds).ShouldBe((1, 1, 5));
        stability.OnChosen.ShouldBe(0.1, 1e-12);
        stability.OnOthers.ShouldNotBeNull().ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void A_choice_by_luck_is_chosen_rarely_and_looks_worse_on_other_seeds()
    {
        var stability = Of(Noisy).ShouldNotBeNull();

        stability.SameConfiguration.ShouldBeInRange(0.05, 0.95);
        stability.SameCompared.ShouldBeInRange(stability.SameConfiguration, 0.99);
        stability.OnOthers.ShouldNotBeNull().ShouldBeGreaterThan(stability.OnChosen);
    }

    /// <summary>Each of three configurations has one bad seed, a different one each. Of equal ones, the first is chosen.</summary>
    [Fact]
    public void Shares_are_those_of_all_resamples()
    {
        var experiment = new SyntheticExperiment { Seeds = [1, 2, 3], Epochs = 1, Cost = (run, _) => run.Seed == SyntheticExperiment.NumberOf(run) + 1 ? 0.5 : 0.1 };

        // All 27 resamples of three seeds, by counting: the first configuration is best, or equal to the best, when its bad seed is drawn
        // no more often than any other's.
        var draws = from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 3) from c in Enumerable.Range(0, 3) select new[] { a, b, c };
        var expected = draws.Average(draw => Enumerable.Range(0, 3).All(seed => draw.Count(drawn => drawn == 0) <= draw.Count(drawn => drawn == seed)) ? 1.0 : 0);

        // 1,000 resamples: five standard errors.
        Of(experiment).ShouldNotBeNull().SameConfiguration.ShouldBe(expected, 5 * Math.Sqrt(expected * (1 - expected) / 1000));
    }

    [Fact]
    public void The_same_data_give_the_same_numbers_in_any_order()
    {
        var record = Noisy.Build();
        var first = ExperimentAnalysis.Analyze(record).Stability;

        ExperimentAnalysis.Analyze(record).Stability.ShouldBe(first);
        ExperimentAnalysis.Analyze(record with { Runs = [.. record.Runs.Reverse()] }).Stability.ShouldBe(first);
        ExperimentAnalysis.Analyze(record with { Runs = [.. record.Runs.OrderBy(run => run.Number * 31 % 17)] }).Stability.ShouldBe(first);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public void Two_seeds_or_one_configuration_have_none(int seeds, int optimizers) =>
        Of(new SyntheticExperiment { Optimizers = [.. Noisy.Optimizers.Take(optimizers)], Seeds = [.. Enumerable.Range(1, seeds)], Epochs = 1 }).ShouldBeNull();

    [Fact]
    public void After_a_confirmation_there_is_none() => Of(Noisy with { FreshSeeds = [[11, 12]] }).ShouldBeNull();

    private static CandidateStability? Of(SyntheticExperiment experiment) => ExperimentAnalysis.Analyze(experiment.Build()).Stability;
}
