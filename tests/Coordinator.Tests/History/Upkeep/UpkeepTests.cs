using NNOptim.Coordinator.Tests.History.Tables;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.History.Upkeep;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Upkeep;

/// <summary>Annotations, deletion and the doctor, on both kinds of database.</summary>
public sealed class UpkeepTests(PostgreSqlServer server) : HistoryTest(server)
{
    [Theory]
    [MemberData(nameof(Dialects))]
    public void Annotations_reach_the_tables_and_only_of_experiments_that_are_there(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));

        Annotations.Write(database, new ExperimentAnnotated(Id, Journals.Start) { Note = "first", TagsAdded = ["x"] }).ShouldBeTrue();
        Annotations.Write(database, new ExperimentAnnotated(Id, Journals.Start) { Note = "second", Name = "größer" }).ShouldBeTrue();
        Annotations.Write(database, new ExperimentAnnotated(OtherId, Journals.Start) { Note = "nobody" }).ShouldBeFalse();

        new HistoryProjection(database).CatchUp();
        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        var row = tables.Experiments(new HistoryFilter()).ShouldHaveSingleItem();
        (row.Name, row.Note, string.Join(',', row.Tags)).ShouldBe(("größer", "second", "x"));
    }

    [Fact]
    public void Every_text_that_is_not_allowed_is_named()
    {
        Annotations.Problems(new ExperimentAnnotated(Id, Journals.Start)
        {
            Name = " ",
            Note = new string('x', Annotations.MaxNoteCharacters + 1),
            TagsAdded = ["fine", "a,b"],
            TagsRemoved = ["two\nlines"],
        }).Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)]).ShouldBe(["name", "note", "tag", "tag"]);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_deletion_leaves_nothing_of_the_experiment_and_all_of_the_others(SqlDialect dialect)
    {
        var database = Create(dialect);
        var untouched = Create(dialect);
        foreach (var target in (JournalDatabase[])[database, untouched])
        {
            Journals.Write(target, OtherId, Journals.Life(OtherId));
            Keep(target, $"checkpoint-{OtherId}-4", OtherId);
            new HistoryProjection(target).CatchUp();
        }

        Journals.Write(database, Id, Journals.Life(Id));
        Annotations.Write(database, new ExperimentAnnotated(Id, Journals.Start) { TagsAdded = ["x"] });
        Keep(database, $"checkpoint-{Id}-4");
        new HistoryProjection(database).CatchUp();

        Deletion.Delete(database, Id).ShouldBe(new DeletedExperiment(14, 1));

        foreach (var table in (string[])["experiments", "experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions", "snapshot"])
        {
            Journals.Rows(database, table).ShouldBe(Journals.Rows(untouched, table), table);
        }

        Journals.Rows(database, "journal").Count.ShouldBe(Journals.Rows(untouched, "journal").Count);
        new HistoryProjection(database).CatchUp().Events.ShouldBe(0);
        if (database is SqliteDatabase file)
        {
            System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file.Path)).ShouldNotContain(Id.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_doctor_finds_what_was_done_to_a_database_and_nothing_else(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, Journals.Life(Id));
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        Journals.WriteTo(database, "registry", [new ExperimentAdopted(Id, Journals.Start)]);
        Keep(database, $"checkpoint-{Id}-4");
        Checkup.Examine(database).ShouldBe(new CheckupResult(2, 27, 26, []), new Same());
        new HistoryProjection(database).CatchUp();
        Checkup.Examine(database).ShouldBe(new CheckupResult(2, 27, 0, []), new Same());

        Journals.WriteTo(database, "annotations-zzzzzzzz", [new ExperimentAnnotated(ExperimentId.Parse("zzzzzzzz"), Journals.Start) { Note = "whose?" }]);
        Keep(database, "checkpoint-zzzzzzzz-4");
        Keep(database, $"checkpoint-{Id}-5");
        Keep(database, $"experiment-{OtherId}");
        Journals.Execute(database, $"UPDATE snapshot SET manifest = 'zz' WHERE persistence_id = 'experiment-{OtherId}'");
        Journals.Execute(database, $"DELETE FROM journal WHERE persistence_id = 'experiment-{OtherId}' AND sequence_number = 5");
        Journals.Execute(database, $"UPDATE journal SET manifest = 'zz' WHERE persistence_id = 'experiment-{Id}' AND sequence_number = 3");
        Journals.Execute(database, "INSERT INTO workers SELECT 'zzzzzzzz', worker, first_assigned_at, last_assigned_at, 1, 0, 0, 0, 0, 0 FROM workers LIMIT 1");
        Journals.Execute(database, $"UPDATE experiments SET completed = 9 WHERE id = '{Id}'");

        var problems = Checkup.Examine(database).ShouldNotBeNull().Problems;
        foreach (var part in (string[])
            ["annotations-zzzzzzzz", "checkpoint-zzzzzzzz-4", $"experiment-{OtherId}: 1 of its rows 1 to 13", $"Row 3 of experiment-{Id}", "table workers", $"the counts of {Id}",
                $"checkpoint-{Id}-5: the checkpoint is damaged", $"experiment-{OtherId}: its snapshot of event 1 is damaged"])
        {
            problems.Count(problem => problem.Contains(part, StringComparison.Ordinal)).ShouldBe(1, part);
        }

        problems.Length.ShouldBe(8);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_doctor_finds_lost_costs_and_tables_and_the_next_reading_makes_the_tables_anew(SqlDialect dialect)
    {
        var database = Create(dialect);
        Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id)]);
        new HistoryProjection(database).CatchUp();

        Journals.Execute(database, "DELETE FROM cost_points WHERE run = 4 AND epoch > 0");
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldHaveSingleItem().ShouldStartWith($"table cost_points: {Id} has more or fewer costs than the journal in 1 of its runs");

        Journals.Execute(database, "DROP TABLE cost_points");
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldHaveSingleItem().ShouldStartWith("table cost_points: it is missing");

        new HistoryProjection(database).CatchUp();
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldBeEmpty();
        using var tables = HistoryTables.Open(database).ShouldNotBeNull();
        tables.Curve(Id, 4).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("UPDATE runs SET final_cost = 0.25 WHERE run = 1", "runs")]
    [InlineData("UPDATE cost_points SET cost = cost + 1 WHERE epoch = 0", "cost_points")]
    [InlineData("UPDATE configurations SET learning_rate = 7", "configurations")]
    [InlineData("UPDATE experiments SET note = 'x'", "experiments")]
    [InlineData("UPDATE actions SET asked_by = 'y'", "actions")]
    public void The_doctor_compares_the_tables_of_a_SQLite_file_with_the_journal(string damage, string table)
    {
        var database = Create(SqlDialect.Sqlite);
        Journals.Write(database, Id, [.. Journals.Life(Id), .. Journals.End(Id)]);
        new HistoryProjection(database).CatchUp();
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldBeEmpty();

        Journals.Execute(database, damage);

        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldHaveSingleItem().ShouldStartWith($"table {table}: the rows of {Id} do not match the journal");
    }

    [Fact]
    public void Events_of_a_version_before_checksums_are_refused_with_a_clear_message()
    {
        var database = Create(SqlDialect.Sqlite);
        Journals.Write(database, Id, Journals.Life(Id));
        Journals.Execute(database, "UPDATE journal SET message = CAST(substr(message, 6) AS BLOB) WHERE sequence_number > 10");

        new HistoryProjection(database).CatchUp().Problems.ShouldHaveSingleItem().ShouldContain("use that version");
        Checkup.Examine(database).ShouldNotBeNull().Problems.ShouldHaveSingleItem().ShouldContain("use that version");
    }

    private static void Keep(JournalDatabase database, string stream, ExperimentId? of = null)
    {
        var kept = new RunCheckpoint(of ?? Id, new RunAttempt(4, 1), 5, [1, 2, 3]);
        using var connection = database.OpenToWrite();
        using var command = Sql.Command(
            connection,
            null,
            "INSERT INTO snapshot (persistence_id, sequence_number, created, manifest, snapshot) VALUES (@stream, 1, 1, @manifest, @bytes)",
            ("stream", stream),
            ("manifest", ProtocolCodec.ManifestOf(kept)),
            ("bytes", ProtocolCodec.ToBytes(kept)));
        command.ExecuteNonQuery();
    }

    private sealed class Same : IEqualityComparer<CheckupResult?>
    {
        public bool Equals(CheckupResult? x, CheckupResult? y) =>
            x! with { Problems = [] } == y! with { Problems = [] } && x.Problems.SequenceEqual(y.Problems);

        public int GetHashCode(CheckupResult? result) => result!.Experiments;
    }
}
