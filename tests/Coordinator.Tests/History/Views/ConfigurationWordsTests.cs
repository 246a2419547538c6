using NNOptim.Coordinator.Tests.History.Tables;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Views;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Views;

/// <summary>The words that distinguish configurations.</summary>
public sealed class ConfigurationWordsTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly ExperimentSpecification Varied = Grids.Create(
        ("optimizer", ParameterValue.Names("gd", "adam")),
        ("hidden_activation", ParameterValue.Names("relu", "tanh")),
        ("adam_beta1", ParameterValue.Numbers(0.5, 0.9)),
        ("learning_rate", ParameterValue.Numbers(0.1, 0.2)));

    [Fact]
    public void Words_have_the_parameters_that_vary_and_have_no_column_of_their_own()
    {
        ConfigurationWords.Columns(Varied).Select(parameter => parameter.Name).ShouldBe(["optimizer", "learning_rate", "batch_size"]);
        ConfigurationWords.Shown(Varied).Select(parameter => parameter.Name)
            .ShouldBe(["optimizer", "hidden_activation", "adam_beta1", "learning_rate", "batch_size"]);
        ConfigurationWords.Describe(Specify(3), ParameterValues.Empty).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Configurations_and_runs_have_the_values_of_all_parameters_and_words_for_those_that_vary(SqlDialect dialect)
    {
        using var tables = TablesOf(dialect, Varied);
        string[] expected =
        [
            "gd 0.1: hidden activation relu", "gd 0.2: hidden activation relu", "gd 0.1: hidden activation tanh", "gd 0.2: hidden activation tanh",
            "adam 0.1: hidden activation relu, adam beta1 0.5", "adam 0.2: hidden activation relu, adam beta1 0.5",
            "adam 0.1: hidden activation relu, adam beta1 0.9", "adam 0.2: hidden activation relu, adam beta1 0.9",
            "adam 0.1: hidden activation tanh, adam beta1 0.5", "adam 0.2: hidden activation tanh, adam beta1 0.5",
            "adam 0.1: hidden activation tanh, adam beta1 0.9", "adam 0.2: hidden activation tanh, adam beta1 0.9",
        ];

        tables.Configurations(Id, int.MaxValue).Select(configuration => Line(configuration.Values)).ShouldBe(expected);
        tables.Pages.Runs(Id, new RunFilter(), 0, 100).Runs.Select(run => Line(run.Values)).ShouldBe(expected);
        ConfigurationWords.Name(Varied, tables.Run(Id, 5).ShouldNotBeNull().Values)
            .ShouldBe("adam, hidden activation relu, adam beta1 0.5, learning rate 0.1, batch size 64");
        tables.Run(Id, 1).ShouldNotBeNull().Values["adam_beta1"].ShouldBeNull();
        tables.Run(Id, 1).ShouldNotBeNull().Values["layers"].ShouldBe(new ParameterValue.Name("2-5-2-1"));
    }

    private static string Line(ParameterValues values) => $"{values["optimizer"]} {values["learning_rate"]}: {ConfigurationWords.Describe(Varied, values)}";

    private HistoryTables TablesOf(SqlDialect dialect, ExperimentSpecification specification)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, new ExperimentSubmitted(Id, specification, Actors.Experiments.Environment, Journals.Start));
        new HistoryProjection(database).CatchUp();
        return HistoryTables.Open(database).ShouldNotBeNull();
    }
}
