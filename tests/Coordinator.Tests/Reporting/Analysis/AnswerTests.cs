using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class AnswerTests
{
    [Fact]
    public void Names_the_best_configuration_first() =>
        AnswerOf(new SyntheticExperiment()).Findings[0].ShouldStartWith("Best overall: adam (learning rate 0.0007, batch size 64), with a final cost of ");

    [Fact]
    public void One_seed_is_said_to_be_one() =>
        AnswerOf(new SyntheticExperiment()).Limits.ShouldContain(limit => limit.StartsWith("One seed:"));

    [Fact]
    public void Several_seeds_are_tested_with_correction()
    {
        var answer = AnswerOf(new SyntheticExperiment { Seeds = [1, 2, 3, 4, 5] });

        answer.Findings.ShouldContain(finding => finding.Contains("paired over 5 seeds") && finding.Contains("Holm's correction for 2 comparisons"));
        answer.Limits.ShouldNotContain(limit => limit.StartsWith("One seed:"));
    }

    [Fact]
    public void The_fixed_correction_is_declared() =>
        AnswerOf(new SyntheticExperiment { Correction = "fixed_at_two" }).Limits.ShouldContain(Answer.FixedCorrection);

    [Fact]
    public void A_best_learning_rate_on_the_border_is_named() =>
        AnswerOf(new SyntheticExperiment { LearningRates = [0.0001, 0.0003] }).Limits
            .ShouldContain(limit => limit.Contains("gd's best learning rate, 0.0003, lies on the border") && limit.EndsWith("extend it to 0.0009."));

    [Fact]
    public void Nothing_completed_is_said_plainly()
    {
        var answer = AnswerOf(new SyntheticExperiment { Cost = (_, _) => double.NaN });

        answer.Findings.ShouldBe(["No run completed (3 diverged), so there is nothing to compare."]);
    }

    [Fact]
    public void Unfinished_runs_are_counted() =>
        AnswerOf(new SyntheticExperiment { Change = run => run.Number == 1 ? run with { State = RunState.Running, Result = null } : run })
            .Limits.ShouldContain(limit => limit.StartsWith("1 run of 3 had not ended"));

    [Fact]
    public void Optimisers_that_never_reach_the_target_are_named_together() =>
        AnswerOf(new SyntheticExperiment { Cost = (run, _) => run.Optimizer.Rule.Name == "adam" ? 0.1 : 0.9 }).Findings
            .ShouldContain("Tuned for speed, adam reaches the target on 1 of 1 problem (each a seed); gd and momentum reach it on none of these.");

    [Fact]
    public void Overshoot_is_the_mean_over_seeds_with_its_greatest()
    {
        // Seed 1 rises by 0.2, seed 2 by 0.4.
        var experiment = new SyntheticExperiment { Optimizers = ["gd"], Seeds = [1, 2], Cost = (run, epoch) => epoch == 500 ? 0.3 + (0.2 * run.Seed) : 0.3 };

        AnswerOf(experiment).Findings.ShouldContain(finding => finding.EndsWith("at the best configurations (mean over seeds): gd 0.300000 (at most 0.400000)."));
    }

    [Fact]
    public void Networks_that_learnt_nothing_are_counted_where_the_examples_are_known()
    {
        var experiment = new SyntheticExperiment { Cost = (_, _) => Math.Log(2) }.Build();

        Answer.Derive(ExperimentAnalysis.Analyze(experiment, new DatasetFacts(300, Math.Log(2)))).Limits
            .ShouldContain(limit => limit.StartsWith("3 networks of 3 learnt nothing"));
        Answer.Derive(ExperimentAnalysis.Analyze(experiment)).Limits.ShouldNotContain(limit => limit.Contains("learnt nothing"));
    }

    [Theory]
    [InlineData(0, false, "No examples were held out:")]
    [InlineData(0.2, false, "Nothing was computed on the held-out examples (dataset.test_fraction 0.2)")]
    [InlineData(0.2, true, null)]
    public void A_missing_measurement_on_held_out_examples_is_mentioned(double fraction, bool accuracy, string? expected)
    {
        var experiment = new SyntheticExperiment { Change = run => SyntheticExperiment.WithMetric(run, "test_accuracy", accuracy ? 0.9 : null) }.Build();
        var specification = experiment.Specification;

        var limits = Answer.Derive(ExperimentAnalysis.Analyze(experiment with
        {
            Specification = specification with { Dataset = specification.Dataset with { TestFraction = fraction } },
        })).Limits.Where(limit => limit.Contains("held out") || limit.Contains("held-out"));

        limits.Select(limit => limit[..(expected?.Length ?? limit.Length)]).ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public void A_problem_of_many_hyperparameters_is_named_as_a_combination() =>
        AnswerOf(new SyntheticExperiment { BatchSizes = [16, 64], TargetCost = 0.3 }).Findings
            .ShouldContain(finding => finding.StartsWith("Tuned for speed, adam") && finding.Contains(" of 2 problems (each a combination of seed and batch size)"));

    private static Answer AnswerOf(SyntheticExperiment experiment) => Answer.Derive(ExperimentAnalysis.Analyze(experiment.Build()));
}
