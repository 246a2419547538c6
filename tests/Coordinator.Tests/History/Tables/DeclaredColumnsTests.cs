using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Upkeep;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>The columns that declarations add, on both kinds of database.</summary>
public sealed class DeclaredColumnsTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly ParameterType Numbers = new NumberType(0, true), Whole = new IntegerType(0, 1000), Words = new ChoiceType(["small", "1e3"]);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_experiment_of_another_trainable_has_columns_of_its_own(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        var fake = Fake(("x", Numbers, ParameterValue.Numbers(0.5, 0.25)));
        Journals.Write(database, Id, [Submitted(Id, fake), Assigned(Id, 2), Completed(1, 3), Completed(2, 7)]);
        new HistoryProjection(database).CatchUp().Problems.ShouldBeEmpty();
        using var tables = HistoryTables.Open(database).ShouldNotBeNull();

        tables.Configurations(Id, 10).Select(each => $"{each.Values}: {each.MeanObjective}").ShouldBe(["x 0.25, steps 10: 7", "x 0.5, steps 10: 3"]);
        Select(new RunFilter { Sort = "x" }).ShouldBe([2, 1]);
        Select(new RunFilter { Sort = "value", IsDescending = true }).ShouldBe([2, 1]);
        Select(new RunFilter { Values = [("value", "3")] }).ShouldBe([1]);
        Select(new RunFilter { Values = [("x", "0.25"), ("steps", "10")] }).ShouldBe([2]);
        Should.Throw<RunFilterException>(() => Select(new RunFilter { Compared = "gd" })).Message.ShouldContain("the trainable fake has no compared parameter");
        Should.Throw<RunFilterException>(() => Select(new RunFilter { Sort = "learning_rate" })).Message.ShouldContain("training_seconds, x, steps, value");
        tables.Run(OtherId, 1).ShouldNotBeNull().Values["learning_rate"].ShouldBe(new ParameterValue.Number(0.01));
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldBeEmpty();

        IEnumerable<int> Select(RunFilter filter) => tables.Pages.Runs(Id, filter, 0, 10).Runs.Select(run => run.Run);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_parameter_of_one_name_and_several_types_keeps_the_values_of_each(SqlDialect dialect)
    {
        var database = Create(dialect);
        ExperimentId[] ids = [.. Enumerable.Range(1, 4).Select(i => ExperimentId.Parse($"0000000{i}"))];
        Journals.Write(database, ids[0], Submitted(ids[0], Fake(("size", Numbers, ParameterValue.Numbers(0.001, 1e-8, 20)))));
        Journals.Write(database, ids[1], Submitted(ids[1], Fake(("size", Whole, ParameterValue.Integers(7, 100)))));
        Journals.Write(database, ids[2], Submitted(ids[2], Fake(("size", Words, ParameterValue.Names("small", "1e3")))));
        Journals.Write(database, ids[3], Submitted(ids[3], Fake(("size", Numbers, ParameterValue.Numbers(300, 4e-20)))));

        var projection = new HistoryProjection(database);
        for (var step = 0; step < ids.Length; step++)
        {
            projection.CatchUp(chunk: 1, pause: () => false).Problems.ShouldBeEmpty();
        }

        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        Sizes(0).ShouldBe([new ParameterValue.Number(1e-8), new ParameterValue.Number(0.001), new ParameterValue.Number(20)]);
        Sizes(1).ShouldBe([new ParameterValue.Integer(7), new ParameterValue.Integer(100)]);
        Sizes(2).ShouldBe([new ParameterValue.Name("1e3"), new ParameterValue.Name("small")]);
        Sizes(3).ShouldBe([new ParameterValue.Number(4e-20), new ParameterValue.Number(300)]);
        tables.Pages.Runs(ids[0], new RunFilter { Values = [("size", "0.00000001")] }, 0, 10).Total.ShouldBe(1);
        tables.Pages.Runs(ids[1], new RunFilter { Values = [("size", "7")] }, 0, 10).Total.ShouldBe(1);
        tables.Pages.Runs(ids[2], new RunFilter { Values = [("size", "1e3")] }, 0, 10).Total.ShouldBe(1);
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldBeEmpty();

        IEnumerable<ParameterValue?> Sizes(int i) => tables.Pages.Runs(ids[i], new RunFilter { Sort = "size" }, 0, 10).Runs.Select(run => run.Values["size"]);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Numbers_are_sorted_as_numbers_and_words_after_them(SqlDialect dialect)
    {
        var database = Create(dialect);
        var sizes = ParameterValue.Integers(64, 8, 128).Add(new ParameterValue.Name("full"));
        Journals.Write(database, Id, Submitted(Id, Grids.Create(("batch_size", sizes))));
        new HistoryProjection(database).CatchUp();
        using var tables = HistoryTables.Open(database).ShouldNotBeNull();

        Sorted(false).ShouldBe(["8", "64", "128", "full"]);
        Sorted(true).ShouldBe(["full", "128", "64", "8"]);
        tables.Pages.Runs(Id, new RunFilter { Values = [("batch_size", "full")] }, 0, 10).Total.ShouldBe(1);
        tables.Pages.Runs(Id, new RunFilter { Values = [("batch_size", "64")] }, 0, 10).Total.ShouldBe(1);
        Should.Throw<RunFilterException>(() => tables.Pages.Runs(Id, new RunFilter { Values = [("batch_size", "huge")] }, 0, 10))
            .Message.ShouldContain("or full");

        IEnumerable<string> Sorted(bool descending) =>
            tables.Pages.Runs(Id, new RunFilter { Sort = "batch_size", IsDescending = descending }, 0, 10).Runs.Select(run => $"{run.Values["batch_size"]}");
    }

    [Theory]
    [InlineData("Size")]
    [InlineData("state")]
    [InlineData("a b")]
    [InlineData("value")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901")]
    public void A_name_that_cannot_be_a_column_affects_only_its_experiment(string name)
    {
        foreach (var dialect in (SqlDialect[])[SqlDialect.Sqlite, SqlDialect.PostgreSql])
        {
            var database = Create(dialect);
            Journals.Write(database, Id, Submitted(Id, Fake((name, Numbers, ParameterValue.Numbers(1)))));
            Journals.Write(database, OtherId, Journals.Life(OtherId));

            new HistoryProjection(database).CatchUp().Problems.ShouldHaveSingleItem().ShouldContain($"'{name}'");

            using var tables = HistoryTables.Open(database).ShouldNotBeNull();
            tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem().Id.ShouldBe(OtherId);
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Proposed_runs_join_the_configuration_of_their_values_and_budget(SqlDialect dialect)
    {
        var database = Create(dialect);
        var searched = Specify(1) with { Search = new SearchSpecification("some") };
        var values = ExperimentGrid.Expand(Specify(1))[0].Values;
        Journals.Write(database, Id,
        [
            Submitted(Id, searched),
            new RunsProposed(Id, [new(1, values, 3, 2), new(2, values.With("batch_size", new ParameterValue.Name("full")), 3, 2)], false, Journals.Start),
            new RunsProposed(Id, [new(3, values, 4, 2), new(4, values, 3, 8, Continues: 1)], true, Journals.Start),
        ]);

        new HistoryProjection(database).CatchUp(chunk: 1).Problems.ShouldBeEmpty();

        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem().Runs.ShouldBe(4);
        tables.Pages.Runs(Id, new RunFilter(), 0, 10).Runs.Select(run => (run.Run, run.Configuration, run.Seed)).ShouldBe([(1, 1, 3), (2, 2, 3), (3, 1, 4), (4, 4, 3)]);
        tables.Run(Id, 4).ShouldNotBeNull().Values["epochs"].ShouldBe(new ParameterValue.Integer(8));
        tables.Pages.LargestBudget(Id).ShouldBe(8);
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_runs_of_a_confirmation_join_the_configurations_of_the_grid(SqlDialect dialect)
    {
        var (whole, stepwise) = (Create(dialect), Create(dialect));
        var grid = ExperimentGrid.Expand(Specify(2));
        RunProposal[] proposals = [.. Enumerable.Range(1, 4).Select(place => new RunProposal(2 + place, grid[0].Values, (uint)(10 + (place % 2)), grid[0].Budget) { Confirmation = (place + 1) / 2 })];
        foreach (var database in (JournalDatabase[])[whole, stepwise])
        {
            Journals.Write(database, Id,
            [
                Submitted(Id, Specify(2)),
                Assigned(Id, 2),
                Completed(1, 0.5),
                Completed(2, 0.4),
                new ExperimentEnded(Id, Journals.Start),
                new RunsProposed(Id, [.. proposals[..2]], true, Journals.Start) { Confirmation = new(1, null, 2) },
                new ExperimentEnded(Id, Journals.Start),
                new RunsProposed(Id, [.. proposals[2..]], true, Journals.Start) { Confirmation = new(1, null, 2), By = "ann" },
            ]);
        }

        new HistoryProjection(whole).CatchUp().Problems.ShouldBeEmpty();
        do
        {
            new HistoryProjection(stepwise, runs: 1).CatchUp(chunk: 1, pause: () => false);
        }
        while (new HistoryProjection(stepwise).Lags().Count > 0);

        foreach (var database in (JournalDatabase[])[whole, stepwise])
        {
            using var tables = HistoryTables.Open(database).ShouldNotBeNull();
            tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                row => row.Runs.ShouldBe(6),
                row => row.Confirmation.ShouldBe(new ConfirmationRound(2, 1, 2)),
                row => row.State.ShouldBe("unfinished"),
                row => row.EndedAt.ShouldBeNull());
            tables.Pages.Runs(Id, new RunFilter(), 0, 10).Runs.Select(run => (run.Run, run.Configuration, run.Confirmation)).ShouldBe(
                [(1, 1, 0), (2, 1, 0), (3, 1, 1), (4, 1, 1), (5, 1, 2), (6, 1, 2)]);
            tables.Pages.Runs(Id, new RunFilter { Confirmation = 2 }, 0, 10).Total.ShouldBe(2);
            tables.Pages.Actions(Id).Select(action => (action.Action, action.By)).ShouldContain(("confirm", "ann"));
            Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldBeEmpty();
        }
    }

    /// <summary>An experiment of a trainable with a parameter, a budget, a seed, and one metric, which is maximised.</summary>
    private static ExperimentSpecification Fake((string Name, ParameterType Type, ImmutableArray<ParameterValue> Values) parameter)
    {
        var trainable = new Trainable(
            "fake",
            [
                new(parameter.Name, "grid.x", parameter.Type, "A parameter."),
                new("steps", "training.steps", new IntegerType(1, 100), "Steps.") { Role = ParameterRole.Budget, Default = new ParameterValue.Integer(10) },
                new("seed", "grid.seed", new IntegerType(0, uint.MaxValue), "The seed.") { Role = ParameterRole.Replicate, Default = new ParameterValue.Integer(1) },
            ],
            [new Metric("value", MetricGoal.Maximize, MetricFormat.Number, "The value.")])
        {
            Objective = "value",
        };
        return ExperimentSpecification.Create("faked", trainable, new DatasetSpecification { Kind = DatasetKind.Moons }, (parameter.Name, parameter.Values));
    }

    private static ExperimentSubmitted Submitted(ExperimentId id, ExperimentSpecification specification) =>
        new(id, specification, Actors.Experiments.Environment, Journals.Start);

    private static RunsAssigned Assigned(ExperimentId id, int runs) =>
        new(id, new WorkerId("a"), [.. Enumerable.Range(1, runs).Select(run => new RunAttempt(run, 1))], Journals.Start);

    private static RunCompleted Completed(int run, double value) => new(
        Id, new(run, 1), new RunResult { EpochsTrained = 10, Metrics = new MetricValues(ImmutableArray.Create(value)), TrainingSeconds = 0.1 }, Journals.Start);
}
