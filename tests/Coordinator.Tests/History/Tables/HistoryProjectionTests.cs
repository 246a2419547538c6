using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Upkeep;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Scheduling;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Tables;

public sealed class HistoryProjectionTests(PostgreSqlServer server) : HistoryTest(server)
{
    private static readonly string[] Tables = ["experiments", "experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Events_become_rows(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));

        new HistoryProjection(database).CatchUp().ShouldSatisfyAllConditions(
            result => result.Events.ShouldBe(13),
            result => result.Problems.ShouldBeEmpty());

        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        var experiment = tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem();
        experiment.ShouldSatisfyAllConditions(
            row => row.Id.ShouldBe(Id),
            row => row.Name.ShouldBe("spine"),
            row => row.State.ShouldBe("unfinished"),
            row => row.SubmittedAt.ShouldBe(Journals.Start),
            row => row.EndedAt.ShouldBeNull(),
            row => (row.Runs, row.Completed, row.Diverged, row.Failed).ShouldBe((4, 1, 1, 1)),
            row => row.Environment.ShouldBe(Actors.Experiments.Environment with { ProcessorName = "Abacus 9" }),
            row => (row.Dataset, row.DatasetSha256).ShouldBe(("moons", "0a1b")),
            row => row.Specification.ShouldContain("name: spine"));
        Enumerable.Range(1, 4).Select(run => tables.Run(Id, run)!.State).ShouldBe(["completed", "diverged", "failed", "running"]);
        tables.Run(Id, 1)!.ShouldSatisfyAllConditions(
            run => run.Metrics.Where(metric => metric.Value is not null).Select(metric => $"{metric.Key} {metric.Value}")
                .ShouldBe(["final_cost 0.4", "best_cost 0.4", "train_accuracy 0.9", "best_epoch 1"]),
            run => run.Metrics.Keys.ShouldBe(Network.Metrics.Select(metric => metric.Name)),
            run => run.Seed.ShouldBe(3),
            run => run.Values.ToString().ShouldBe("optimizer gd, layers 2-5-2-1, hidden_activation relu, initializer he, epochs 2, learning_rate 0.01, batch_size 64, split_seed 3"));
        tables.Run(Id, 2)!.DivergedAtEpoch.ShouldBe(1);
        tables.Run(Id, 3)!.FailureReason.ShouldNotBeNull().ShouldStartWith("out of");
        tables.Run(Id, 5).ShouldBeNull();
        tables.Curve(Id, 1).ShouldBe([new CostPoint(0, 0.5), new CostPoint(1, 0.4)]);
        tables.Curve(Id, 2).ShouldBe([new CostPoint(0, 0.7), new CostPoint(1, 1e300)]);
        tables.Attempts(Id, 2).Select(attempt => (attempt.Attempt, attempt.Worker, attempt.Outcome)).ShouldBe([(1, "a", "worker_lost"), (2, "b", "diverged")]);
        tables.Attempts(Id, 4).Select(attempt => (attempt.Outcome, attempt.Reason)).ShouldBe([("failed", "a hiccup"), ("running", null)]);
        tables.Workers(Id).Select(worker => (worker.Worker, worker.Attempts, worker.Completed, worker.Diverged, worker.Failed, worker.Requeued))
            .ShouldBe([("a", 4, 1, 0, 1, 1), ("b", 2, 0, 1, 1, 0)]);
        tables.Configurations(Id, 10).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            each => (each.Runs, each.Pending, each.Running, each.Completed, each.Diverged, each.Failed).ShouldBe((4, 0, 1, 1, 1, 1)),
            each => (each.MeanObjective, each.LeastObjective, each.LargestObjective).ShouldBe((0.4, 0.4, 0.4)),
            each => (each.Metrics["train_accuracy"], each.Metrics["overshoot"]).ShouldBe((0.9, null)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_projection_continues_from_its_position_and_ends_as_a_rebuild_does(SqlDialect dialect)
    {
        var database = Create(dialect);
        var projection = new HistoryProjection(database);
        Journals.Write(database, Id, Journals.Life(Id));
        projection.CatchUp();
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        Journals.Write(database, Id, Journals.End(Id));
        Journals.Annotate(database, new ExperimentAnnotated(Id, Journals.Start) { Name = "renamed", Note = "odd", TagsAdded = ["x", "y"] });
        projection.Lags().Select(lag => (lag.Id, lag.Events)).ShouldBe([(OtherId, 13), (Id, 4)], ignoreOrder: true);
        projection.CatchUp().Events.ShouldBe(17);
        Journals.Annotate(database, new ExperimentAnnotated(Id, Journals.Start) { TagsRemoved = ["x"], Archived = true });
        projection.CatchUp().Events.ShouldBe(1);
        projection.CatchUp().Events.ShouldBe(0);
        projection.Lags().ShouldBeEmpty();

        var followed = Tables.ToDictionary(table => table, table => Journals.Rows(database, table));
        projection.Rebuild().Events.ShouldBe(13 + 13 + 3 + 2);

        Tables.ShouldAllBe(table => followed[table].SequenceEqual(Journals.Rows(database, table)));
        followed["cost_points"].Count.ShouldBe(10);
        followed["experiment_tags"].ShouldBe([$"{Id}|y"]);
        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        tables.Experiments(new HistoryFilter()).Select(row => row.Id).ShouldBe([OtherId]);
        tables.Experiments(new HistoryFilter { Id = Id, Archived = true }).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            row => (row.Name, row.Note, row.State, row.EndedRuns).ShouldBe(("renamed", "odd", "ended", 4)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Stopped_after_any_step_it_counts_nothing_twice_and_leaves_nothing_out(SqlDialect dialect)
    {
        var whole = Create(dialect);
        var stopped = Create(dialect);
        foreach (var database in (JournalDatabase[])[whole, stopped])
        {
            Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id)]);
            Journals.Annotate(database, new ExperimentAnnotated(Id, Journals.Start) { TagsAdded = ["x"] });
        }

        new HistoryProjection(whole).CatchUp();
        var steps = 0;
        while (new HistoryProjection(stopped).CatchUp(chunk: 1, pause: () => false).Events > 0)
        {
            steps++;
        }

        steps.ShouldBe(17);
        Tables.ShouldAllBe(table => Journals.Rows(stopped, table).SequenceEqual(Journals.Rows(whole, table)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Several_concurrent_projections_do_the_work_of_one(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id)]);
        Journals.Write(database, OtherId, Journals.Life(OtherId));

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new HistoryProjection(database).CatchUp(chunk: 2))));

        results.Sum(result => result.Events).ShouldBe(29);
        results.SelectMany(result => result.Problems).ShouldBeEmpty();
        var rows = Tables.ToDictionary(table => table, table => Journals.Rows(database, table));
        new HistoryProjection(database).Rebuild();
        Tables.ShouldAllBe(table => rows[table].SequenceEqual(Journals.Rows(database, table)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_runs_of_a_large_grid_are_made_in_slices_and_the_experiment_shows_when_all_are_there(SqlDialect dialect)
    {
        var whole = Large(dialect);
        var sliced = Large(dialect);
        new HistoryProjection(whole).CatchUp();
        var made = new List<int>();
        new HistoryProjection(sliced, runs: 3).CatchUp(pauseInSubmission: () =>
        {
            made.Add(Journals.Rows(sliced, "runs").Count);
            Journals.Rows(sliced, "experiments").ShouldBeEmpty();
            LiveConfigurations.Read(sliced, Id).Configurations.ShouldBeEmpty();
            Checkup.Examine(sliced).ShouldNotBeNull().Problems.ShouldBeEmpty();
            return true;
        }).Events.ShouldBe(2);

        made.ShouldBe([3, 6, 9]);
        Journals.Rows(sliced, "configurations").Count.ShouldBe(3);
        Tables.ShouldAllBe(table => Journals.Rows(sliced, table).SequenceEqual(Journals.Rows(whole, table)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Stopped_after_any_slice_of_a_large_grid_it_makes_no_run_twice(SqlDialect dialect)
    {
        var whole = Large(dialect);
        var stopped = Large(dialect);
        new HistoryProjection(whole).CatchUp();
        var steps = 0;
        do
        {
            new HistoryProjection(stopped, runs: 3).CatchUp(chunk: 1, pause: () => false);
            steps++;
        }
        while (new HistoryProjection(stopped).Lags().Count > 0);

        steps.ShouldBe(5, "three slices, the rest with the submission, and an assignment");
        Tables.ShouldAllBe(table => Journals.Rows(stopped, table).SequenceEqual(Journals.Rows(whole, table)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Several_at_once_make_each_run_of_a_large_grid_once(SqlDialect dialect)
    {
        var whole = Large(dialect);
        var shared = Large(dialect);
        new HistoryProjection(whole).CatchUp();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new HistoryProjection(shared, runs: 1).CatchUp(chunk: 1))));

        results.Sum(result => result.Events).ShouldBe(2);
        Tables.ShouldAllBe(table => Journals.Rows(shared, table).SequenceEqual(Journals.Rows(whole, table)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Runs_tried_again_are_counted_anew(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id), new RunsRetried(Id, [3], Journals.Start.AddHours(1))]);
        new HistoryProjection(database).CatchUp();

        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            row => (row.State, row.EndedAt, row.Failed, row.Completed).ShouldBe(("unfinished", null, 0, 2)));
        tables.Run(Id, 3)!.ShouldSatisfyAllConditions(run => (run.State, run.FailureReason).ShouldBe(("pending", null)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void After_every_event_the_tables_agree_with_the_state(SqlDialect dialect)
    {
        var database = Create(dialect);
        ImmutableArray<IExperimentEvent> events = [.. Journals.Life(Id), .. Journals.Steered(Id)];
        Journals.Write(database, Id, events);
        Journals.WriteTo(database, "registry", [new ExperimentAdopted(Id, Journals.Start)]);
        Journals.WriteTo(database, "dataset-9f86", [new DatasetPart("9f86", 3, new BinaryPart(0, 1, [1, 2, 3]))]);
        var state = ExperimentState.Empty;
        foreach (var @event in events)
        {
            new HistoryProjection(database).CatchUp(chunk: 1, pause: () => false).ShouldSatisfyAllConditions(
                result => result.Events.ShouldBe(1),
                result => result.Problems.ShouldBeEmpty());
            state = state.Apply(@event);

            using var tables = HistoryTables.Open(database).ShouldNotBeNull();
            var row = tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem();
            (row.Completed, row.Diverged, row.Failed, row.Cancelled, row.Priority)
                .ShouldBe((state.Completed, state.Diverged, state.Failed, state.Cancelled, state.Priority));
            row.State.ShouldBe(state.Phase == ExperimentPhase.Active ? "unfinished" : state.Phase.ToString().ToLowerInvariant());
            (row.EndedAt is not null).ShouldBe(state.Ended);
            foreach (var number in Enumerable.Range(1, state.Runs.Count))
            {
                var run = tables.Run(Id, number)!;
                (run.State, run.Attempts, run.CheckpointEpoch ?? 0)
                    .ShouldBe((state.Run(number).State.ToString().ToLowerInvariant(), state.Run(number).Attempts, state.Run(number).CheckpointEpoch));
            }

            tables.Workers(Id).ShouldAllBe(worker =>
                worker.Attempts == worker.Completed + worker.Diverged + worker.Failed + worker.Requeued + worker.Cancelled
                    + state.Running.Values.Count(holder => holder.Value == worker.Worker));
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_damaged_stream_is_named_and_the_others_are_followed(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        Journals.Execute(database, $"UPDATE journal SET manifest = 'zz' WHERE persistence_id = 'experiment-{OtherId}' AND sequence_number = 5");

        new HistoryProjection(database).CatchUp().Problems.ShouldHaveSingleItem().ShouldContain($"Row 5 of experiment-{OtherId}");

        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        tables.Experiments(new HistoryFilter()).Select(row => row.Id).ShouldContain(Id);

        Journals.Execute(database, $"DELETE FROM journal WHERE persistence_id = 'experiment-{OtherId}' AND sequence_number = 5");
        new HistoryProjection(database).CatchUp().Problems.ShouldHaveSingleItem().ShouldContain("is missing");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_experiment_removed_from_the_journal_is_removed_from_the_tables(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        new HistoryProjection(database).CatchUp();
        Journals.Execute(database, $"DELETE FROM journal WHERE persistence_id = 'experiment-{OtherId}'");
        new HistoryProjection(database).CatchUp();

        foreach (var table in Tables.Except(["experiment_tags"]))
        {
            Journals.Rows(database, table).ShouldAllBe(row => row.StartsWith(Id.Value, StringComparison.Ordinal));
            Journals.Rows(database, table).ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_tables_follow_a_journal_that_an_earlier_copy_replaced(SqlDialect dialect)
    {
        var database = Create(dialect);
        var earlier = Create(dialect);
        Journals.Write(earlier, Id, Journals.Life(Id));
        new HistoryProjection(earlier).CatchUp();
        Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id)]);
        Journals.Annotate(database, new ExperimentAnnotated(Id, Journals.Start) { TagsAdded = ["x"] });
        new HistoryProjection(database).CatchUp();

        Journals.Execute(database, $"DELETE FROM journal WHERE sequence_number > 13 OR persistence_id = 'annotations-{Id}'");
        new HistoryProjection(database).CatchUp().Events.ShouldBe(13);

        Tables.ShouldAllBe(table => Journals.Rows(database, table).SequenceEqual(Journals.Rows(earlier, table)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Tables_of_a_later_version_are_left_alone(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        new HistoryProjection(database).CatchUp();
        Journals.Execute(database, "UPDATE history_schema SET version = 99");

        Should.Throw<HistoryVersionException>(() => new HistoryProjection(database).CatchUp()).Message.ShouldContain("99");
        new HistoryProjection(database).Rebuild().Events.ShouldBe(13);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Lists_are_filtered(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id)]);
        Journals.Write(database, OtherId, Journals.Life(OtherId, Journals.Start.AddDays(1)));
        Journals.Annotate(database, new ExperimentAnnotated(Id, Journals.Start) { Name = "100%_Sure", TagsAdded = ["x"] });
        new HistoryProjection(database).CatchUp();
        using var tables = HistoryTables.Open(database).ShouldNotBeNull();

        ShouldBe(new HistoryFilter { Name = "SPI" }, OtherId);
        ShouldBe(new HistoryFilter { Name = "0%_s" }, Id);
        ShouldBe(new HistoryFilter { Name = "0_s" });
        ShouldBe(new HistoryFilter { Tag = "x" }, Id);
        ShouldBe(new HistoryFilter { State = HistoryState.Ended }, Id);
        ShouldBe(new HistoryFilter { State = HistoryState.Unfinished }, OtherId);
        ShouldBe(new HistoryFilter { State = HistoryState.Failed }, Id, OtherId);
        ShouldBe(new HistoryFilter { Since = Journals.Start.AddDays(1) }, OtherId);
        ShouldBe(new HistoryFilter { Before = Journals.Start.AddDays(1) }, Id);
        ShouldBe(new HistoryFilter { Since = Journals.Start, Before = Journals.Start });

        void ShouldBe(HistoryFilter filter, params ExperimentId[] ids) => tables.Experiments(filter).Select(row => row.Id).ShouldBe(ids);
    }

    /// <summary>A journal with an experiment of twelve runs in three configurations. A worker holds one of the runs.</summary>
    private JournalDatabase Large(SqlDialect dialect)
    {
        var database = Create(dialect);
        var specification = Specify(4).With("learning_rate", ParameterValue.Numbers(0.01, 0.02, 0.03));
        Journals.Write(
            database,
            Id,
            new ExperimentSubmitted(Id, specification, Actors.Experiments.Environment, Journals.Start),
            new RunsAssigned(Id, new("a"), [new(7, 1)], Journals.Start));
        return database;
    }
}
