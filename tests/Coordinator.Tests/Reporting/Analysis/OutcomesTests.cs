using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class OutcomesTests
{
    /// <summary>The cost of a constant prediction on ten equally frequent classes: the logarithm of 10.</summary>
    private const double OfTen = 2.302585092994046;

    [Theory]
    [InlineData(0.6931, 0.5, true)]
    [InlineData(0.69, 0.5, true)] // less than 1 % better
    [InlineData(0.68, 0.5, false)] // a lower cost alone is learning
    [InlineData(0.6931, 0.51, false)] // a higher accuracy alone is learning
    [InlineData(5.0, 0.84, false)] // an overconfident network may be right in 84 % at a great cost
    [InlineData(5.0, 0.5, true)]
    [InlineData(0.1, 0.95, false)]
    public void Nothing_is_learnt_only_when_neither_cost_nor_accuracy_is_better_than_constant(double cost, double accuracy, bool nothing) =>
        Judge(cost, accuracy, 0.6931471805599453, 0.5).ShouldBe((nothing, !nothing));

    [Theory]
    [InlineData(2.30, 0.1, true)]
    [InlineData(2.29, 0.23, false)] // slow, but right more than twice as often as a constant prediction
    [InlineData(2.1, 0.23, false)]
    public void A_slow_learner_of_ten_classes_has_learnt_something(double cost, double accuracy, bool nothing) =>
        Judge(cost, accuracy, OfTen, 0.1).ShouldBe((nothing, !nothing));

    [Theory]
    [InlineData(0.6931, true)]
    [InlineData(0.6, false)]
    public void Without_classes_the_cost_decides_alone(double cost, bool nothing) => Judge(cost, null, 0.6931471805599453, null).ShouldBe((nothing, !nothing));

    [Fact]
    public void Without_a_known_constant_prediction_every_completed_run_is_successful() => Judge(9, 0, null, null).ShouldBe((false, true));

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(0.0, 1.0)]
    public void Where_a_constant_prediction_makes_no_error_there_was_nothing_to_learn_in_cost(double constantCost, double? constantAccuracy)
    {
        // Of one class alone, the accuracy of a constant prediction is 1, and no run has a higher one.
        var (nothing, _) = Judge(0.1, constantAccuracy is null ? null : 1.0, constantCost, constantAccuracy);

        nothing.ShouldBeFalse();
    }

    [Theory]
    [InlineData(RunState.Diverged, 0.6931471805599453)]
    [InlineData(RunState.Failed, 0.6931471805599453)]
    [InlineData(RunState.Pending, null)]
    [InlineData(RunState.Running, null)]
    [InlineData(RunState.Cancelled, null)]
    public void Only_ended_runs_have_a_score_and_lost_ones_that_of_a_constant_prediction(RunState state, double? score)
    {
        var experiment = new SyntheticExperiment { Epochs = 1, Change = run => run.Number == 1 ? run with { State = state, Result = null, Costs = [] } : run };
        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        analysis.Outcomes.Score(analysis.Runs[0]).ShouldBe(score);
        analysis.Outcomes.IsSuccessful(analysis.Runs[0]).ShouldBeFalse();
        Outcomes.HasEnded(analysis.Runs[0]).ShouldBe(score is not null);
    }

    [Fact]
    public void A_run_without_a_finite_value_is_unsuccessful()
    {
        var experiment = new SyntheticExperiment { Epochs = 1, Change = run => SyntheticExperiment.WithMetric(run, "final_cost", run.Number == 1 ? null : 0.1) };
        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        analysis.Outcomes.IsSuccessful(analysis.Runs[0]).ShouldBeFalse();
        analysis.Outcomes.Score(analysis.Runs[0]).ShouldBe(0.6931471805599453);
        analysis.Configurations[0].Unsuccessful.ShouldBe(1);
    }

    [Fact]
    public void A_score_of_accuracy_is_at_least_that_of_a_constant_prediction()
    {
        var experiment = new SyntheticExperiment { Objective = "train_accuracy", Epochs = 1, Accuracy = (run, _) => 0.3 * SyntheticExperiment.NumberOf(run) };
        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        analysis.Runs.Select(run => analysis.Outcomes.Score(run)).ShouldBe([0.5, 0.5, 0.6]);
    }

    private static (bool LearntNothing, bool IsSuccessful) Judge(double cost, double? accuracy, double? constantCost, double? constantAccuracy)
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd"],
            Epochs = 1,
            ConstantCost = constantCost,
            ConstantAccuracy = constantAccuracy,
            Cost = (_, _) => cost,
            Accuracy = (_, _) => accuracy,
        };
        var analysis = ExperimentAnalysis.Analyze(experiment.Build());
        return (analysis.Outcomes.LearntNothing(analysis.Runs[0]), analysis.Outcomes.IsSuccessful(analysis.Runs[0]));
    }
}
