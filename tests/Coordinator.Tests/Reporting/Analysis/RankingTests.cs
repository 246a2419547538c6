using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class RankingTests
{
    [Fact]
    public void Configurations_rank_by_mean_final_cost()
    {
        var analysis = ExperimentAnalysis.Analyze(new SyntheticExperiment { Seeds = [1, 2, 3, 4, 5] }.Build());

        analysis.Ranking.Select(ranked => (ranked.Rank, ranked.Configuration.Compared)).ShouldBe(
            [(1, "adam"), (2, "momentum"), (3, "gd")]);
        analysis.Winner.ShouldBe(analysis.Ranking[0].Configuration);
    }

    [Fact]
    public void Configurations_that_the_data_cannot_separate_tie()
    {
        // The sign of momentum's difference from gd alternates with the seed.
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2, 3, 4, 5, 6],
            Cost = (run, _) => run.Optimizer.Rule.Name == "adam" ? 0.9 : 0.5 + (0.01 * (((run.Seed + SyntheticExperiment.NumberOf(run)) % 2) + (0.1 * run.Seed))),
            Epochs = 100,
        };

        var analysis = ExperimentAnalysis.Analyze(experiment.Build());

        analysis.Ranking.Select(ranked => (ranked.Rank, ranked.Tied)).ShouldBe([(1, true), (1, true), (3, false)]);
        analysis.Compared[1].AdjustedPValue.ShouldNotBeNull().ShouldBeGreaterThan(Ranking.SignificanceLevel);
    }

    [Fact]
    public void A_configuration_with_a_diverged_run_ranks_below_those_without()
    {
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2],
            Cost = (run, epoch) => run is { Optimizer.Rule.Name: "adam", Seed: 2 } ? double.NaN : SyntheticExperiment.SmoothCost(run, epoch),
        };

        var last = ExperimentAnalysis.Analyze(experiment.Build()).Ranking[^1];

        (last.Configuration.Compared, last.Configuration.Diverged, last.Configuration.Completed.Length, last.Rank).ShouldBe(("adam", 1, 1, 3));
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
    public void Configurations_that_share_no_seed_are_compared_unpaired()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            Seeds = [1, 2, 3, 4],
            Change = run => (run.Specification.Seed <= 2) == (SyntheticExperiment.OptimizerOf(run) == "adam")
                ? run
                : run with { State = RunState.Pending, Result = null },
        };

        var configurations = ExperimentAnalysis.Analyze(experiment.Build()).Configurations;

        ConfigurationComparison.OfObjectives(configurations[0], configurations[1]).ShouldNotBeNull().Method
            .ShouldBe(NNOptim.Reporting.Statistics.ComparisonMethod.Welch);
    }
}
