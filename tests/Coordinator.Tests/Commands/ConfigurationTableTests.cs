using NNOptim.Cli.HistoryCommands;
using NNOptim.Coordinator.Tests.History.Tables;
using NNOptim.Experiments;
using NNOptim.History.Views;
using Spectre.Console.Testing;

namespace NNOptim.Coordinator.Tests.Commands;

/// <summary>The configurations that <c>history show</c> lists.</summary>
public class ConfigurationTableTests
{
    private static readonly ExperimentSpecification Varied = Grids.Create(
        ("optimizer", ParameterValue.Names("adam")),
        ("hidden_activation", ParameterValue.Names("relu", "tanh")),
        ("epochs", ParameterValue.Integers(50, 1000)));

    [Fact]
    public void Configurations_that_differ_in_other_parameters_are_distinguished_on_a_line_of_80_columns()
    {
        var text = Render(Varied, Item("relu"), Item("tanh"));

        text.ShouldContain("relu, epochs 1000");
        text.ShouldContain("tanh, epochs 1000");
        text.ShouldContain("90.00 %");
        text.Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= 80);
    }

    [Fact]
    public void Those_that_diverged_are_counted_too() => Render(Varied, Item("relu") with { Diverged = 7 }, Item("tanh")).ShouldContain(" 7 ");

    [Fact]
    public void Where_columns_show_all_values_there_are_no_words_and_every_count() => Render(Grids.Create(), Item("relu")).ShouldSatisfyAllConditions(
        text => text.ShouldContain("adam "),
        text => text.ShouldNotContain("activation"),
        text => text.ShouldContain("Diverged"));

    private static ConfigurationItem Item(string activation) => new()
    {
        Configuration = 1,
        Values = new ParameterValues(
            ["optimizer", "hidden_activation", "epochs", "learning_rate", "batch_size"],
            [
                new ParameterValue.Name("adam"), new ParameterValue.Name(activation), new ParameterValue.Integer(1000), new ParameterValue.Number(0.01),
                new ParameterValue.Integer(64),
            ]),
        Runs = 1,
        Pending = 0,
        Running = 0,
        Completed = 1,
        Diverged = 0,
        Failed = 0,
        Cancelled = 0,
        MeanObjective = 0.25,
        Metrics = new Dictionary<string, double?> { ["final_cost"] = 0.25, ["train_accuracy"] = 0.9, ["test_accuracy"] = null },
    };

    private static string Render(ExperimentSpecification specification, params ConfigurationItem[] configurations)
    {
        using var console = new TestConsole();
        console.Profile.Width = 80;
        console.Write(ShowCommand.ConfigurationTable(specification, configurations));
        return console.Output;
    }
}
