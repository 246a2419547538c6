using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class HealthTests
{
    [Fact]
    public void Steps_count_the_last_short_batch() =>
        (new DatasetFacts(300).StepsPerEpoch(64), new DatasetFacts(300).StepsPerEpoch(null)).ShouldBe((5, 1));

    [Fact]
    public void A_run_that_learnt_nothing_is_named_with_its_learning_rate() =>
        Examine(new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            LearningRates = [0.001, 0.01, 0.1],
            Cost = (run, epoch) => run is { LearningRate: 0.001, Optimizer.Rule.Name: "gd" } ? 0.6931 : 0.7 / (1 + (run.LearningRate == 0.01 ? epoch : epoch / 9.0)),
            Accuracy = (run, _) => run is { LearningRate: 0.001, Optimizer.Rule.Name: "gd" } ? 0.5 : 0.9,
        })[0].ShouldBe(
            "gd: 1 run of 3 ended no better than a constant prediction (0.693147), at learning rate 0.001 (1). It had settled: the step is too small or too great, or hidden units are dead or saturated.");

    [Fact]
    public void A_falling_cost_above_that_of_a_constant_prediction_is_distinguished_from_a_settled_one() =>
        Examine(new SyntheticExperiment { Optimizers = ["gd"], Cost = (_, epoch) => 13 - (epoch / 500.0), Accuracy = (_, _) => 0.5 }).ShouldHaveSingleItem()
            .ShouldEndWith(" It was still falling at the last epoch, so the training may be too short.");

    [Theory]
    [InlineData(0.7, true)]
    [InlineData(0.8, false)]
    public void Runs_that_never_left_their_start_are_told(double initial, bool told)
    {
        var finding = Examine(new SyntheticExperiment
        {
            Optimizers = ["gd"],
            Cost = (_, _) => 0.7,
            Accuracy = (_, _) => 0.5,
            Change = run => SyntheticExperiment.WithMetric(run, "initial_cost", initial),
        }).ShouldHaveSingleItem();

        finding.Contains("1 of them ended within 1 % of the initial cost.", StringComparison.Ordinal).ShouldBe(told);
    }

    [Fact]
    public void Both_kinds_among_runs_that_learnt_nothing_are_counted() =>
        Examine(new SyntheticExperiment
        {
            Optimizers = ["gd"],
            Seeds = [1, 2, 3],
            Cost = (run, epoch) => run.Seed == 1 ? 13 - (epoch / 500.0) : 0.7,
            Accuracy = (_, _) => 0.5,
        }).ShouldHaveSingleItem().ShouldEndWith(" 1 of them was still falling at the last epoch; the others had settled.");

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, null)]
    public void Without_a_known_constant_prediction_or_where_it_is_never_wrong_there_is_no_judgement(double? cost, double? accuracy) =>
        Examine(new SyntheticExperiment { ConstantCost = cost, ConstantAccuracy = accuracy, Cost = (_, _) => 9 }).ShouldBeEmpty();

    [Fact]
    public void Divergence_and_failure_are_counted_by_learning_rate()
    {
        var experiment = new SyntheticExperiment
        {
            LearningRates = [0.01, 0.1, 0.4],
            Cost = SyntheticExperiment.RoughCost,
            Change = run => SyntheticExperiment.OptimizerOf(run) == "gd" && run.Number == 1 ? run with { State = RunState.Failed, Result = null, Costs = [] } : run,
        };

        var findings = Examine(experiment);

        findings.ShouldContain("momentum: 2 of 3 runs diverged, at learning rate 0.1 (1) and 0.4 (1).");
        findings.ShouldContain("gd: 1 of 3 runs failed, at learning rate 0.01 (1).");
    }

    [Fact]
    public void An_experiment_without_problems_has_no_findings() => Examine(new SyntheticExperiment()).ShouldBeEmpty();

    private static ImmutableArray<string> Examine(SyntheticExperiment experiment) => Health.Examine(ExperimentAnalysis.Analyze(experiment.Build())).Findings;
}
