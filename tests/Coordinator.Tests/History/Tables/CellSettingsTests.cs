using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>What tells cells apart that have optimiser, learning rate and batch size in common.</summary>
public sealed class CellSettingsTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly Dictionary<string, object> Adam = new()
    {
        ["layers"] = "2-5-1",
        ["hidden_activation"] = "relu",
        ["initializer"] = "he",
        ["epochs"] = 3000,
        ["momentum_beta"] = DBNull.Value,
        ["adam_beta1"] = 0.5,
        ["adam_beta2"] = 0.999,
        ["adam_epsilon"] = 1e-8,
        ["adam_second_moment_correction"] = "step",
    };

    [Theory]
    [InlineData("", "")]
    [InlineData("hidden_activation epochs adam_beta1", "relu, epochs 3000, beta1 0.5")]
    [InlineData("momentum_beta", "")]
    [InlineData("layers initializer adam_beta2 adam_epsilon adam_second_moment_correction", "layers 2-5-1, initializer he, beta2 0.999, epsilon 1E-08, second moment correction step")]
    public void A_cell_is_described_by_the_axes_that_vary_and_that_it_has(string varying, string expected) =>
        new CellSettings(varying.Split(' ').ToHashSet()).Of(column => Adam[column]).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Cells_and_runs_have_what_varies_in_their_experiment(SqlDialect dialect)
    {
        using var tables = TablesOf(dialect, Grids.Of(
            (Hyperparameters.Optimizer, [new HyperparameterValue.Name("gd"), new HyperparameterValue.Name("adam")]),
            (Hyperparameters.HiddenActivation, [new HyperparameterValue.Name("relu"), new HyperparameterValue.Name("tanh")]),
            (Hyperparameters.AdamBeta1, [new HyperparameterValue.Number(0.5), new HyperparameterValue.Number(0.9)]),
            (Hyperparameters.LearningRate, [new HyperparameterValue.Number(0.1), new HyperparameterValue.Number(0.2)])));
        string[] expected =
        [
            "gd 0.1: relu", "gd 0.2: relu", "gd 0.1: tanh", "gd 0.2: tanh",
            "adam 0.1: relu, beta1 0.5", "adam 0.2: relu, beta1 0.5", "adam 0.1: relu, beta1 0.9", "adam 0.2: relu, beta1 0.9",
            "adam 0.1: tanh, beta1 0.5", "adam 0.2: tanh, beta1 0.5", "adam 0.1: tanh, beta1 0.9", "adam 0.2: tanh, beta1 0.9",
        ];

        tables.Cells(Id, int.MaxValue).Select(cell => FormattableString.Invariant($"{cell.Optimizer} {cell.LearningRate}: {cell.Settings}")).ShouldBe(expected);
        tables.Pages.Runs(Id, new RunFilter(), 0, 100).Runs.Select(run => FormattableString.Invariant($"{run.Optimizer} {run.LearningRate}: {run.Settings}")).ShouldBe(expected);
        tables.Cells(Id, 1).ShouldHaveSingleItem().Settings.ShouldBe("relu");
        tables.Run(Id, 5).ShouldNotBeNull().Settings.ShouldBe("relu, beta1 0.5");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Where_optimiser_learning_rate_and_batch_size_tell_cells_apart_nothing_is_added(SqlDialect dialect)
    {
        using var tables = TablesOf(dialect, Grids.Of(
            (Hyperparameters.Optimizer, [new HyperparameterValue.Name("gd"), new HyperparameterValue.Name("momentum"), new HyperparameterValue.Name("adam")]),
            (Hyperparameters.BatchSize, [new HyperparameterValue.Integer(8), new HyperparameterValue.Name("full")])));

        tables.Cells(Id, int.MaxValue).Select(cell => cell.Settings).ShouldBe(Enumerable.Repeat("", 6));
    }

    private HistoryTables TablesOf(SqlDialect dialect, ExperimentSpecification specification)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, new ExperimentSubmitted(Id, specification, Actors.Experiments.Environment, Journals.Start));
        new HistoryProjection(database).CatchUp();
        return HistoryTables.Open(database).ShouldNotBeNull();
    }
}
