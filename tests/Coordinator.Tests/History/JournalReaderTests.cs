using Microsoft.Data.Sqlite;
using NNOptim.Coordinator.Actors;
using NNOptim.Coordinator.Tests.Actors;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using Npgsql;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History;

/// <summary>Compares the reader with a journal that the actors wrote, on both kinds of database.</summary>
public abstract class JournalReaderTests(Func<string, JournalDatabase>? database = null) : JournalTest(database: database)
{
    private static readonly WorkerId Worker = new("a");

    [Fact]
    public void Experiments_are_listed_oldest_first_with_their_state()
    {
        Run(Id, runs: 2, ended: 2);
        Run(OtherId, runs: 3, ended: 1);

        Reader.Ids().ShouldBe([Id, OtherId]);
        new HistoryProjection(Database).CatchUp().Problems.ShouldBeEmpty();
        using var tables = HistoryTables.Open(Database).ShouldNotBeNull();
        var rows = tables.Experiments(new HistoryFilter()).ToDictionary(row => row.Id);
        rows.Values.Select(row => (row.Id, row.Name, row.Runs, row.Completed, row.EndedAt is null)).ShouldBe(
            [(Id, "spine", 2, 2, false), (OtherId, "spine", 3, 1, true)], ignoreOrder: true);
    }

    [Fact]
    public void A_record_has_every_run_once_with_what_became_of_it()
    {
        Run(Id, runs: 3, ended: 2);
        Run(OtherId, runs: 1, ended: 0);
        var record = ExperimentHistory.Replay(Reader.Events(Id)).ShouldNotBeNull();

        record.Specification.ShouldBe(Specify(3));
        record.Environment.ShouldBe(NNOptim.Coordinator.Tests.Actors.Experiments.Environment);
        record.Runs.Select(run => run.Number).ShouldBe([1, 2, 3]);
        record.Runs.Select(run => run.State).ShouldBe([RunState.Completed, RunState.Completed, RunState.Running]);
        record.Runs[0].Costs.ShouldBe([0.5, 0.4]);
        record.Runs[0].Metric("final_cost").ShouldBe(0.4);
        record.Runs[2].Costs.ShouldBeEmpty();
        ExperimentHistory.Replay([]).ShouldBeNull();
        ExperimentHistory.Replay([new ExperimentEnded(Id, DateTimeOffset.UnixEpoch)]).ShouldBeNull();
    }

    [Theory]
    [InlineData("message = {FFFFFFFF}")]
    [InlineData("manifest = 'zz'")]
    [InlineData("manifest = 'rw', message = {}")]
    [InlineData("manifest = NULL")]
    public void A_row_that_cannot_be_read_is_named(string damage)
    {
        Run(Id, runs: 1, ended: 1);
        Execute($"UPDATE journal SET {damage.Replace("{", Bytes, StringComparison.Ordinal).Replace("}", "'", StringComparison.Ordinal)} WHERE sequence_number = 2");

        Should.Throw<JournalRowException>(() => Reader.Events(Id)).Message.ShouldContain("Row 2 of experiment-k3f9x2ma");
        Reader.Ids().ShouldBe([Id]);
    }

    [Fact]
    public void It_is_read_while_another_writes()
    {
        Run(Id, runs: 1, ended: 1);
        using var writer = Database.OpenToWrite();
        using var transaction = writer.BeginTransaction();
        using var command = writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE journal SET manifest = 'zz'";
        command.ExecuteNonQuery();

        Reader.Events(Id).Count.ShouldBe(5);
        transaction.Rollback();
    }

    [Fact]
    public void The_journals_rows_are_those_the_reader_asks_for()
    {
        Run(Id, runs: 1, ended: 1);
        Run(OtherId, runs: 1, ended: 0);
        using var connection = Database.OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM journal WHERE persistence_id LIKE 'experiment-%' AND identifier = 7301 AND NOT deleted";

        command.ExecuteScalar().ShouldBe((long)(Reader.Events(Id).Count + Reader.Events(OtherId).Count));
    }

    protected void Run(ExperimentId id, int runs, int ended)
    {
        var parent = CreateTestProbe();
        var actor = parent.ChildActorOf(ExperimentActor.Props(id, Settings, continues: false, TimeProvider.System), cancellationToken: default);
        parent.Send(actor, Submit(id, runs));
        parent.FishForMessage<WorkAvailable>(_ => true, Patience);
        var worker = CreateTestProbe();
        parent.Send(actor, new AssignWork(Worker, worker, runs, runs));
        worker.ExpectMsg<AssignRuns>(Patience);
        if (ended > 0)
        {
            worker.Send(actor, new UpdateRuns(id, Worker, 1, [.. Enumerable.Range(1, ended).Select(run => Ended(run))]));
            worker.ExpectMsg<UpdateAcknowledged>(Patience);
        }
    }

    private string Bytes => Database.Dialect == SqlDialect.Sqlite ? "x'" : @"'\x";

    private void Execute(string sql)
    {
        using var connection = Database.OpenToWrite();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

/// <summary>On SQLite.</summary>
public class SqliteJournalReaderTests : JournalReaderTests
{
    [Fact]
    public void A_missing_journal_is_empty_and_is_not_created()
    {
        var reader = new JournalReader(new SqliteDatabase(Path.Combine(Database.Directory, "none.db")));

        reader.Ids().ShouldBeEmpty();
        reader.Events(Id).ShouldBeEmpty();
        File.Exists(Path.Combine(Database.Directory, "none.db")).ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_is_no_database_is_an_error()
    {
        var path = Path.Combine(Database.Directory, "text.db");
        File.WriteAllText(path, new string('x', 5000));
        var other = new SqliteDatabase(path);

        Should.Throw<SqliteException>(() => new JournalReader(other).Ids());
        Should.Throw<SqliteException>(() => new JournalReader(other).Events(Id));
        Should.Throw<SqliteException>(other.Prepare);
        File.ReadAllText(path).Length.ShouldBe(5000);
    }
}

/// <summary>On PostgreSQL.</summary>
public class PostgreSqlJournalReaderTests(PostgreSqlServer server) : JournalReaderTests(_ => new PostgreSqlDatabase(server.CreateDatabase()))
{
    [Fact]
    public void A_database_without_a_journal_is_empty_and_stays_so()
    {
        var empty = server.CreateDatabase();
        var reader = new JournalReader(new PostgreSqlDatabase(empty));

        reader.Ids().ShouldBeEmpty();
        PostgreSqlServer.Scalar(empty, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").ShouldBe(0);
    }

    [Fact]
    public void A_second_row_at_the_same_position_of_a_stream_is_refused()
    {
        Run(Id, runs: 1, ended: 1);

        Should.Throw<PostgresException>(() => PostgreSqlServer.Execute(
            Database.ConnectionString,
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) SELECT created, deleted, persistence_id, sequence_number, message FROM journal"))
            .SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
    }
}
