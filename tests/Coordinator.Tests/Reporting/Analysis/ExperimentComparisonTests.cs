using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Coordinator.Tests.Reporting.Analysis;

public class ExperimentComparisonTests
{
    [Fact]
    public void The_same_experiment_agrees_whatever_time_it_took()
    {
        var first = new SyntheticExperiment { Seeds = [1, 2] }.Build();
        var second = new SyntheticExperiment
        {
            Seeds = [1, 2],
            Change = run => run with { Result = run.Result! with { TrainingSeconds = 99 } },
        }.Build();

        var bits = ExperimentComparison.Bits(first, second);

        (bits.Compared, bits.Agreeing, bits.Unfinished, bits.All).ShouldBe((6, 6, 0, true));
        SpecificationDifference.Among([first.Specification, second.Specification]).ShouldBeEmpty();
    }

    [Fact]
    public void A_difference_of_one_bit_in_one_cost_is_found()
    {
        var first = new SyntheticExperiment().Build();
        var second = new SyntheticExperiment
        {
            Change = run => run.Number == 2 ? run with { Costs = run.Costs.SetItem(7, double.BitIncrement(run.Costs[7])) }
                : run.Number == 3 ? run with { State = RunState.Failed, Result = null } : run,
        }.Build();

        var bits = ExperimentComparison.Bits(first, second);

        (bits.Compared, bits.Agreeing, bits.Unfinished, bits.All).ShouldBe((2, 1, 1, false));
        bits.Differing.ShouldBe([2]);
    }

    [Theory]
    [InlineData(2, 7, true)]
    [InlineData(3, 7, true)]
    [InlineData(2, 6, false)]
    public void Costs_are_compared_where_both_recorded_them(int recordEvery, int changed, bool agrees)
    {
        var first = new SyntheticExperiment().Build();
        var every = first.Specification.RecordEvery;
        var second = new SyntheticExperiment
        {
            Change = run => run with { Costs = [.. run.Costs.SetItem(changed, 9).Where((_, index) => index % recordEvery == 0)] },
        }.Build();
        second = second with { Specification = second.Specification.With("record_every", ParameterValue.Integers(every * recordEvery)) };

        var bits = ExperimentComparison.Bits(first, second);

        (bits.All, bits.CostsEvery).ShouldBe((agrees, every * recordEvery));
        ExperimentComparison.Bits(second, first).All.ShouldBe(agrees);
    }

    [Fact]
    public void Configurations_are_compared_although_a_parameter_of_all_runs_differs()
    {
        var first = new SyntheticExperiment { LearningRates = [0.001, 0.01], Epochs = 1000 }.Build();
        var second = new SyntheticExperiment { LearningRates = [0.01, 0.1], Epochs = 2000 }.Build();

        var configurations = ExperimentComparison.Configurations([first, second]);

        configurations.Length.ShouldBe(3);
        configurations.ShouldAllBe(configuration => configuration.Values.Single(value => value.Parameter.Name == "learning_rate").Text == "0.01");
        configurations.Select(configuration => configuration.Values.Single(value => value.Parameter.Name == "optimizer").Text).ShouldBe(["gd", "momentum", "adam"]);
        configurations[0].Configurations[0]!.Score!.Mean.ShouldBe(first.Runs.Single(run => SyntheticExperiment.OptimizerOf(run) == "gd" && run.Specification.Values["learning_rate"]!.ToString() == "0.01").Metric("final_cost")!.Value);
        configurations[0].Configurations[1]!.Score!.Mean.ShouldNotBe(configurations[0].Configurations[0]!.Score!.Mean);
        ExperimentComparison.Bits(first, second).Compared.ShouldBe(0);
        SpecificationDifference.Among([first.Specification, second.Specification])
            .Select(difference => (difference.Key, string.Join('|', difference.Values)))
            .ShouldBe([("training.epochs", "1000|2000"), ("grid.learning_rate", "[0.001, 0.01]|[0.01, 0.1]")], ignoreOrder: true);
    }
}
