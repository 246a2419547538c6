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
        // Seed 1 trains 3 epochs to the target (the first is epoch 0), seed 2 trains 4.
        var experiment = new SyntheticExperiment { Optimizers = ["gd"], Seeds = [1, 2], Epochs = 100, Cost = (run, epoch) => epoch > run.Seed ? 0.1 : 0.5 };
        using var console = new TestConsole().Width(80);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(experiment.Build()));

        console.Lines.ShouldContain(line => Regex.IsMatch(line, @"^ +1 +gd .* 3\.5 "));
    }

    [Fact]
    public void A_confirmation_decides_and_its_leader_is_marked_in_the_search()
    {
        // On the seeds of the search, gradient descent is the best; on fresh seeds, Adam always is.
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd", "adam"],
            Seeds = [1, 2],
            FreshSeeds = [[.. Enumerable.Range(11, 8)]],
            Epochs = 100,
            Cost = (run, _) => (run.Seed < 10) == (run.Optimizer.Rule.Name == "gd") ? 0.1 : 0.2 + (0.001 * run.Seed),
        };
        using var console = new TestConsole().Width(100);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(experiment.Build()));

        console.Lines[0].ShouldStartWith("Use adam (learning rate 0.0007, batch size 64). On 8 fresh seeds, it is significantly better in ");
        console.Output.ShouldContain("The search, by mean score; the confirmation follows below:");
        console.Lines.ShouldContain(line => Regex.IsMatch(line, @"^ +1 +gd "));
    }

    [Fact]
    public void Without_a_confirmation_the_command_is_shown_and_no_verdict()
    {
        using var console = new TestConsole().Width(200);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(Grid.Build()));

        console.Output.ShouldContain("nnoptim confirm k3f9x2ma");
        console.Output.ShouldNotContain("significant");
        console.Output.ShouldNotContain("interval");
    }

    [Fact]
    public void Runs_that_learnt_nothing_are_counted_in_a_column()
    {
        var experiment = new SyntheticExperiment
        {
            Optimizers = ["gd"],
            Seeds = [1, 2, 3],
            Epochs = 100,
            Cost = (run, _) => run.Seed == 2 ? 0.7 : 0.1,
            Accuracy = (run, _) => run.Seed == 2 ? 0.5 : 0.9,
        };
        using var console = new TestConsole().Width(80);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(experiment.Build()));

        console.Lines.ShouldContain(line => line.Contains("rank optimizer") && line.TrimEnd().EndsWith("bad"));
        console.Lines.ShouldContain(line => line.TrimEnd().EndsWith(" 1/3"));
    }

    [Fact]
    public void Nothing_completed_is_shown_without_error()
    {
        using var console = new TestConsole().Width(80);

        ComparisonTable.Write(console, ExperimentAnalysis.Analyze(new SyntheticExperiment { Cost = (_, _) => double.NaN }.Build()));

        console.Output.ShouldContain("No run completed (3 diverged)");
    }
}
