using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Training;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class TimeToTargetTests
{
    /// <summary>Costs that reach the target of 0.2 at a given epoch, or never.</summary>
    private static SyntheticExperiment Reaching(Func<NetworkRun, int?> at) => new()
    {
        Optimizers = ["gd", "adam"],
        LearningRates = [0.001, 0.01],
        Seeds = [1, 2, 3],
        Epochs = 1000,
        Cost = (run, epoch) => at(run) is { } reached && epoch >= reached ? 0.1 : 0.5,
    };

    [Fact]
    public void Each_optimiser_runs_at_its_fastest_learning_rate()
    {
        // At its best, Adam needs 100 epochs and gradient descent 300; at the other learning rate both need longer.
        var times = Measure(Reaching(run => (run.Optimizer.Rule.Name, run.LearningRate) switch
        {
            ("adam", 0.001) => 99,
            ("adam", _) => 599,
            (_, 0.001) => 899,
            _ => 299,
        })).ShouldNotBeNull();

        times.Problems.ShouldBe(3);
        times.Compared.Select(compared => compared.Compared).ShouldBe(["adam", "gd"]);
        times.Compared[1].Ratios.ShouldBe([3.0, 3.0, 3.0]);
        times.Compared[0].Score.ShouldBe(1);
        times.Compared[1].Score.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void A_run_that_does_not_reach_the_target_counts_as_never()
    {
        var times = Measure(Reaching(run => run.Optimizer.Rule.Name == "adam" && run.Seed == 2 ? null : 99)).ShouldNotBeNull();

        var adam = times.Compared.Single(compared => compared.Compared == "adam");
        (adam.Solved, adam.Ratios.Length).ShouldBe((2, 3));
        adam.Score.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void A_problem_with_a_cancelled_run_does_not_count()
    {
        var experiment = Reaching(_ => 99);

        Measure(experiment with { Change = run => run.Specification.Seed == 2 ? run with { State = RunState.Cancelled, Result = null } : run }).ShouldNotBeNull().Problems.ShouldBe(2);
    }

    [Fact]
    public void Without_a_target_there_is_no_comparison() => Measure(new SyntheticExperiment { TargetCost = null }).ShouldBeNull();

    private static TimeToTarget? Measure(SyntheticExperiment experiment) => ExperimentAnalysis.Analyze(experiment.Build()).TimeToTarget;
}
