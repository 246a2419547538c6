using System.Text.RegularExpressions;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Terminal;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Reporting.Terminal;

public class ComparisonTableTests
{
    private static readonly SyntheticExperiment Grid = new()
    {
        LearningRates = [0.0001, 0.001, 0.01, 0.1],
        BatchSizes = [16, 128],
        Seeds = [1, 2],
        Epochs = 2000,
        Cost = SyntheticExperiment.RoughCost,
    };

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Rows_of_a_grid_stay_on_one_line(int width)
    {
        using var console = new TestConsole().Width(width);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(Grid.Build()));

        console.Lines.ShouldContain(line => line.Contains("rank optimizer"));
        console.Lines.Count(line => Regex.IsMatch(line, @"^ +\d+=? +(gd|momentum|adam) .* % ")).ShouldBe(ComparisonTable.MaxConfigurations);
        console.Output.ShouldContain("The best 10 of 24 configurations");
    }

    [Fact]
    public void A_median_between_two_epochs_is_not_cut()
    {
        // Seed 1 reaches the target at epoch 2, seed 2 at 3.
        var experiment = new SyntheticExperiment { Optimizers = ["gd"], Seeds = [1, 2], Epochs = 100, Cost = (run, epoch) => epoch > run.Seed ? 0.1 : 0.5 };
        using var console = new TestConsole().Width(80);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(experiment.Build()));

        console.Lines.ShouldContain(line => Regex.IsMatch(line, @"^ +1 +gd .* 2\.5 "));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(12, true)]
    public void A_tie_with_a_configuration_that_the_answer_calls_worse_is_explained(int batchSizes, bool explained)
    {
        // The lead of adam over gd has p = 0.04. With twelve batch sizes each, the ranking corrects over 23 configurations.
        double[] leads = [0.5, 1, 1.5, 0.1, 2];
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            BatchSizes = [.. Enumerable.Range(1, batchSizes)],
            Seeds = [1, 2, 3, 4, 5],
            Epochs = 100,
            Cost = (run, _) => run.Optimizer.Rule.Name == "adam"
                ? 0.5 + (0.001 * (run.BatchSize - 1) * leads[(int)((run.Seed + 2) % 5)])
                : 0.5 + (0.1 * leads[run.Seed - 1]) + (0.001 * run.BatchSize),
        };
        using var console = new TestConsole().Width(160);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(experiment.Build()));

        console.Output.ShouldContain("is real at the 5 % level");
        console.Output.Contains("= ties after correction over all configurations").ShouldBe(explained);
    }

    [Fact]
    public void Nothing_completed_is_shown_without_error()
    {
        using var console = new TestConsole().Width(80);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(new SyntheticExperiment { Cost = (_, _) => double.NaN }.Build()));

        console.Output.ShouldContain("No run completed (3 diverged)");
    }
}
