using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class RankingTests
{
    [Fact]
    public void Settings_rank_by_mean_final_cost()
    {
        var analysis = ExperimentAnalysis.Of(new SyntheticExperiment { Seeds = [1, 2, 3, 4, 5] }.Build());

        analysis.Ranking.Select(ranked => (ranked.Rank, ranked.Cell.Optimizer)).ShouldBe(
            [(1, OptimizerKind.Adam), (2, OptimizerKind.Momentum), (3, OptimizerKind.GradientDescent)]);
        analysis.Winner.ShouldBe(analysis.Ranking[0].Cell);
    }

    [Fact]
    public void Settings_that_the_data_cannot_separate_tie()
    {
        // The sign of momentum's difference from gd alternates with the seed.
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2, 3, 4, 5, 6],
            Cost = (run, _) => run.Optimizer.Kind == OptimizerKind.Adam ? 0.9 : 0.5 + (0.01 * (((run.Seed + (uint)run.Optimizer.Kind) % 2) + (0.1 * run.Seed))),
            Epochs = 100,
        };

        var analysis = ExperimentAnalysis.Of(experiment.Build());

        analysis.Ranking.Select(ranked => (ranked.Rank, ranked.Tied)).ShouldBe([(1, true), (1, true), (3, false)]);
        analysis.Optimizers[1].AdjustedPValue.ShouldNotBeNull().ShouldBeGreaterThan(Ranking.SignificanceLevel);
    }

    [Fact]
    public void A_setting_with_a_diverged_run_ranks_below_those_without()
    {
        var experiment = new SyntheticExperiment
        {
            Seeds = [1, 2],
            Cost = (run, epoch) => run is { Optimizer.Kind: OptimizerKind.Adam, Seed: 2 } ? double.NaN : SyntheticExperiment.SmoothCost(run, epoch),
        };

        var last = ExperimentAnalysis.Of(experiment.Build()).Ranking[^1];

        (last.Cell.Optimizer, last.Cell.Diverged, last.Cell.Completed.Length, last.Rank).ShouldBe((OptimizerKind.Adam, 1, 1, 3));
    }

    [Fact]
    public void A_setting_without_a_completed_run_has_no_rank()
    {
        var experiment = new SyntheticExperiment
        {
            Change = run => run.Point.Run.Optimizer.Kind == OptimizerKind.Adam
                ? run with { State = RunState.Failed, Result = null, FailureReason = "no disk", Costs = [] }
                : run,
        };

        var analysis = ExperimentAnalysis.Of(experiment.Build());

        analysis.Ranking[^1].Rank.ShouldBeNull();
        analysis.Optimizers[^1].Best.ShouldBeNull();
    }

    [Fact]
    public void Settings_that_share_no_seed_are_compared_unpaired()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            Seeds = [1, 2, 3, 4],
            Change = run => (run.Point.Run.Seed <= 2) == (run.Point.Run.Optimizer.Kind == OptimizerKind.Adam)
                ? run
                : run with { State = RunState.Pending, Result = null },
        };

        var cells = ExperimentAnalysis.Of(experiment.Build()).Cells;

        CellComparison.OfFinalCosts(cells[0], cells[1]).ShouldNotBeNull().Method
            .ShouldBe(NNOptim.Reporting.Statistics.ComparisonMethod.Welch);
    }
}
