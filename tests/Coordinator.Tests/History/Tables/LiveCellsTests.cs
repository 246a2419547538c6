using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>What is told of cells while they are trained.</summary>
public sealed class LiveCellsTests(PostgreSqlServer server) : HistoryTest(server)
{
    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_cells_in_training_are_told_and_the_best_of_those_that_are_not(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(
            database,
            Id,
            new ExperimentSubmitted(Id, With(0.1, 0.2, 0.3, 0.4, 0.5), Actors.Experiments.Environment, Journals.Start),
            new RunsAssigned(Id, new WorkerId("a"), [new(1, 1), new(2, 1), new(3, 1), new(4, 1)], Journals.Start),
            new RunCompleted(Id, new(1, 1), Done with { FinalCost = 0.5 }, Journals.Start),
            new RunCompleted(Id, new(2, 1), Done with { FinalCost = 0.25 }, Journals.Start),
            new CostsRecorded(Id, new(3, 1), 0, [0.9, 0.75]));
        new HistoryProjection(database).CatchUp();

        var told = LiveCells.Of(database, Id);

        told.Cells.ShouldBe(
        [
            new CellProgress("gd", 0.2, 64, 1, 0, 1, null, 0.25),
            new CellProgress("gd", 0.3, 64, 1, 1, 0, 0.75, null),
            new CellProgress("gd", 0.4, 64, 1, 1, 0, null, null),
        ]);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void There_are_no_more_than_a_message_holds(SqlDialect dialect)
    {
        const int Cells = CellList.MostCells + 1;
        var database = Create(dialect);
        Journals.Write(
            database,
            Id,
            new ExperimentSubmitted(Id, With([.. Enumerable.Range(1, Cells).Select(i => i / 10_000.0)]), Actors.Experiments.Environment, Journals.Start),
            new RunsAssigned(Id, new WorkerId("a"), [.. Enumerable.Range(1, Cells).Select(run => new RunAttempt(run, 1))], Journals.Start));
        new HistoryProjection(database).CatchUp();

        LiveCells.Of(database, Id).Cells.Length.ShouldBe(CellList.MostCells);
    }

    [Fact]
    public void Of_what_the_tables_do_not_know_nothing_is_told()
    {
        var database = Create(SqlDialect.Sqlite);
        LiveCells.Of(database, Id).ShouldSatisfyAllConditions(list => list.ExperimentId.ShouldBe(Id), list => list.Cells.ShouldBeEmpty());
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        new HistoryProjection(database).CatchUp();

        LiveCells.Of(database, Id).Cells.ShouldBeEmpty();
    }

    [Fact]
    public void Cells_have_their_settings_as_far_as_a_message_holds_them()
    {
        var database = Create(SqlDialect.Sqlite);
        ImmutableArray<HyperparameterValue> networks =
        [
            .. Enumerable.Range(1, CellList.MostCells).Select(width => new HyperparameterValue.Layers([2, .. Enumerable.Repeat(10_000 + width, 30), 1])),
        ];
        Journals.Write(
            database,
            Id,
            new ExperimentSubmitted(Id, Grids.Of((Hyperparameters.Layers, networks)), Actors.Experiments.Environment, Journals.Start),
            new RunsAssigned(Id, new WorkerId("a"), [.. Enumerable.Range(1, networks.Length).Select(run => new RunAttempt(run, 1))], Journals.Start));
        new HistoryProjection(database).CatchUp();

        var cells = LiveCells.Of(database, Id).Cells;

        cells[0].Settings.ShouldBe($"layers {networks[0]}");
        cells.Sum(cell => cell.Settings.Length).ShouldBeInRange(CellList.MostOfSettings - cells[0].Settings.Length, CellList.MostOfSettings);
    }

    /// <summary>An experiment of one run at each learning rate.</summary>
    private static ExperimentSpecification With(params double[] learningRates) =>
        Grids.Of((Hyperparameters.LearningRate, [.. learningRates.Select(rate => new HyperparameterValue.Number(rate))]));
}
