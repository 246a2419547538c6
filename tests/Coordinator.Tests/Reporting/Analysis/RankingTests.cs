using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class RankingTests
{
    [Fact]
    public void Configurations_rank_by_mean_score()
    {
        var analysis = ExperimentAnalysis.Analyze(new SyntheticExperiment { Seeds = [1, 2, 3, 4, 5] }.Build());

        analysis.Ranking.Select(ranked => (ranked.Rank, ranked.Configuration.Compared)).ShouldBe(
            [(1, "adam"), (2, "momentum"), (3, "gd")]);
        analysis.Candidate.ShouldBe(analysis.Ranking[0].Configuration);
        analysis.Ranking.Select(ranked => ranked.Configuration.Score!.Mean).ShouldBeInOrder();
    }

    [Fact]
    public void Equal_scores_share_a_rank_in_the_order_of_the_grid()
    {
        var experiment = new SyntheticExperiment { Seeds = [1, 2], Epochs = 100, Cost = (run, _) => run.Optimizer.Rule.Name == "adam" ? 0.6 : 0.5 };

        ExperimentAnalysis.Analyze(experiment.Build()).Ranking.Select(ranked => (ranked.Rank, ranked.Configuration.Compared)).ShouldBe(
            [(1, "gd"), (1, "momentum"), (3, "adam")]);
    }

    [Fact]
    public void A_diverged_run_counts_as_a_constant_prediction()
    {
        // Adam: (0.1 + 0.6931) / 2 = 0.397; gradient descent 0.3; momentum 0.5.
        var analysis = ExperimentAnalysis.Analyze(OneDiverged(0.6931471805599453));

        analysis.Ranking.Select(ranked => (ranked.Rank, ranked.Configuration.Compared)).ShouldBe([(1, "gd"), (2, "adam"), (3, "momentum")]);
        var adam = analysis.Ranking[1].Configuration;
        adam.Score.ShouldNotBeNull().Mean.ShouldBe((0.1 + 0.6931471805599453) / 2, 1e-15);
        (adam.Diverged, adam.Completed.Length, adam.Unscored, adam.Unsuccessful).ShouldBe((1, 1, 0, 1));
    }

    [Fact]
    public void Where_no_constant_prediction_is_known_a_configuration_with_a_diverged_run_ranks_below_those_without()
    {
        var last = ExperimentAnalysis.Analyze(OneDiverged(null)).Ranking[^1];

        (last.Configuration.Compared, last.Configuration.Unscored, last.Rank).ShouldBe(("adam", 1, 3));
    }

    [Fact]
    public void A_cost_above_that_of_a_constant_prediction_is_limited_to_it()
    {
        var experiment = new SyntheticExperiment { Optimizers = ["gd"], Epochs = 100, Cost = (_, _) => 40 };

        ExperimentAnalysis.Analyze(experiment.Build()).Candidate.ShouldNotBeNull().Score.ShouldNotBeNull().Mean.ShouldBe(0.6931471805599453);
    }

    [Fact]
    public void A_configuration_without_a_completed_run_has_no_rank()
    {
        var experiment = new SyntheticExperiment
        {
            Change = run => SyntheticExperiment.OptimizerOf(run) == "adam"
                ? run with { State = RunState.Failed, Result = null, FailureReason = "no disk", Costs = [] }
                : run,
        };

        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        analysis.Ranking[^1].Rank.ShouldBeNull();
        analysis.Compared[^1].Best.ShouldBeNull();
    }

    [Fact]
    public void The_greatest_accuracy_is_the_best()
    {
        var experiment = new SyntheticExperiment
        {
            Objective = "train_accuracy",
            Epochs = 100,
            Accuracy = (run, _) => 0.6 + (0.1 * SyntheticExperiment.NumberOf(run)),
        };

        ExperimentAnalysis.Analyze(experiment.Build()).Ranking.Select(ranked => ranked.Configuration.Compared).ShouldBe(["adam", "momentum", "gd"]);
    }

    [Fact]
    public void Runs_of_a_confirmation_do_not_choose()
    {
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2],
            FreshSeeds = [[3, 4, 5, 6]],
            Epochs = 100,
            Cost = (run, _) => (run.Seed <= 2) == (run.Optimizer.Rule.Name == "gd") ? 0.1 : 0.4,
        };

        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        analysis.Ranking.Select(ranked => (ranked.Configuration.Compared, ranked.Configuration.Runs.Length)).ShouldBe([("gd", 2), ("momentum", 2), ("adam", 2)]);
        analysis.Candidate.ShouldNotBeNull().Compared.ShouldBe("gd");
    }

    private static ExperimentRecord OneDiverged(double? constant) => new SyntheticExperiment
    {
        Seeds = [1, 2],
        Epochs = 100,
        ConstantCost = constant,
        Cost = (run, _) => (run.Optimizer.Rule.Name, run.Seed) switch
        {
            ("adam", 2) => double.NaN,
            ("adam", _) => 0.1,
            ("gd", _) => 0.3,
            _ => 0.5,
        },
    }.Build();
}
