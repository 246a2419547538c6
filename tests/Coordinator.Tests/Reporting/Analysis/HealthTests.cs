using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class HealthTests
{
    /// <summary>From scipy 1.10: <c>stats.entropy([30, 70])</c>, <c>stats.entropy([1, 2, 3, 4])</c>.</summary>
    [Fact]
    public void The_base_rate_of_classes_is_their_entropy()
    {
        DatasetFacts.OfClasses([.. Enumerable.Repeat(0.0, 30), .. Enumerable.Repeat(1.0, 70)]).BaseRateCost.ShouldBe(0.6108643020548935, 1e-14);
        DatasetFacts.OfClasses([0, 1, 1, 2, 2, 2, 3, 3, 3, 3]).BaseRateCost.ShouldBe(1.2798542258336676, 1e-14);
    }

    [Fact]
    public void The_base_rate_of_real_labels_is_their_variance() =>
        DatasetFacts.OfLabels([1, 2, 3, 6]).ShouldBe(new DatasetFacts(4, 3.5));

    /// <summary>The base rate under the squared error, as the loss kernel computes it: the mean over outputs, without a factor of a half.</summary>
    [Theory]
    [InlineData("mean_squared_error", 4, (0.9 * 0.1 + 0.8 * 0.2 + 0.7 * 0.3 + 0.6 * 0.4) / 4)]
    [InlineData("mean_squared_error", 5, (0.9 * 0.1 + 0.8 * 0.2 + 0.7 * 0.3 + 0.6 * 0.4) / 5)]
    [InlineData("softmax_cross_entropy", 4, 1.2798542258336676)]
    [InlineData("mean_squared_error", 0, 1.0)]
    public void The_base_rate_is_that_of_the_loss(string loss, int classes, double expected) =>
        DatasetFacts.Compute([0, 1, 1, 2, 2, 2, 3, 3, 3, 3], classes, loss).BaseRateCost.ShouldBe(expected, 1e-14);

    /// <summary>One output with the target 0 or 1: the variance of the labels.</summary>
    [Fact]
    public void The_squared_error_of_two_classes_is_the_same_for_one_output_and_two() =>
        DatasetFacts.Compute([0, 0, 0, 1], 2, "mean_squared_error").BaseRateCost.ShouldBe(DatasetFacts.OfLabels([0, 0, 0, 1]).BaseRateCost, 1e-15);

    [Fact]
    public void Steps_count_the_last_short_batch() =>
        (new DatasetFacts(300, 0).StepsPerEpoch(64), new DatasetFacts(300, 0).StepsPerEpoch(null)).ShouldBe((5, 1));

    [Fact]
    public void A_network_that_learnt_nothing_is_named_with_its_learning_rate() =>
        Examine(new SyntheticExperiment
        {
            Optimizers = ["gd"],
            LearningRates = [0.001, 0.01, 0.1],
            Cost = (run, epoch) => run.LearningRate == 0.001 ? 0.6931 : 0.7 / (1 + (run.LearningRate == 0.01 ? epoch : epoch / 9.0)),
        }).ShouldHaveSingleItem().ShouldStartWith("gd: 1 network of 3 learnt nothing, at learning rate 0.001 (1): the cost never fell 1 % below the base rate, 0.693147,");

    [Fact]
    public void A_network_that_did_worse_than_guessing_learnt_nothing() =>
        Examine(new SyntheticExperiment { Optimizers = ["gd"], Cost = (_, epoch) => 1.1 + (epoch % 7) }).ShouldHaveSingleItem()
            .ShouldEndWith("The learning rate is too small or too great, or the hidden units are dead.");

    [Fact]
    public void A_falling_cost_above_the_base_rate_is_distinguished_from_a_constant_one() =>
        Examine(new SyntheticExperiment { Optimizers = ["gd"], Cost = (_, epoch) => 13 - (epoch / 2500.0) }).ShouldHaveSingleItem()
            .ShouldEndWith(" In 1 run the cost was still falling at the last epoch, so the training may be too short.");

    [Fact]
    public void Where_a_constant_prediction_is_never_wrong_there_was_nothing_to_learn() =>
        Health.Examine(ExperimentAnalysis.Analyze(new SyntheticExperiment().Build(), new DatasetFacts(300, 0))).Findings.ShouldBeEmpty();

    [Fact]
    public void Divergence_is_counted_by_learning_rate() =>
        Examine(new SyntheticExperiment { LearningRates = [0.01, 0.1, 0.4], Cost = SyntheticExperiment.RoughCost })
            .ShouldContain("momentum: 2 of 3 runs diverged, at learning rate 0.1 (1) and 0.4 (1).");

    [Fact]
    public void An_experiment_without_problems_has_no_findings() => Examine(new SyntheticExperiment()).ShouldBeEmpty();

    private static System.Collections.Immutable.ImmutableArray<string> Examine(SyntheticExperiment experiment) =>
        Health.Examine(ExperimentAnalysis.Analyze(experiment.Build(), new DatasetFacts(300, Math.Log(2)))).Findings;
}
