using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class AnswerTests
{
    [Fact]
    public void Names_the_best_setting_first() =>
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

    private static Answer AnswerOf(SyntheticExperiment experiment) => Answer.Of(ExperimentAnalysis.Of(experiment.Build()));
}
