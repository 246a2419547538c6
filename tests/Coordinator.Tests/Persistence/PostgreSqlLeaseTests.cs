using Microsoft.Extensions.Time.Testing;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using Npgsql;

namespace NNOptim.Coordinator.Tests.Persistence;

/// <summary>The lease that decides which process is the coordinator of a PostgreSQL database, and the fence on its writes.</summary>
public sealed class PostgreSqlLeaseTests(PostgreSqlServer server)
{
    private const string First = "a.example:1";
    private const string Second = "b.example:1";

    private const string Insert =
        "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, FALSE, 'fence', 1, ''::bytea)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void One_process_has_the_lease_and_another_gets_it_when_it_is_released()
    {
        var database = Prepared();
        using var first = database.CreateLease(First, TimeProvider.System);
        using var second = database.CreateLease(Second, TimeProvider.System);

        first.TryTake()!.Epoch.ShouldBe(1);
        second.TryTake().ShouldBeNull();
        second.Holder.ShouldBe(First);
        first.Renew().ShouldBeTrue();
        first.Release();

        second.TryTake()!.Epoch.ShouldBe(2);
        first.Renew().ShouldBeFalse();
        second.Renew().ShouldBeTrue();
    }

    [Fact]
    public void A_lease_that_has_expired_is_taken()
    {
        var database = Prepared();
        using var first = database.CreateLease(First, TimeProvider.System);
        using var second = database.CreateLease(Second, TimeProvider.System);
        first.TryTake().ShouldNotBeNull();

        Execute(database, "UPDATE coordinator_lease SET expires = clock_timestamp() - INTERVAL '1 second'");

        second.TryTake().ShouldNotBeNull();
    }

    [Fact]
    public void A_lease_that_is_not_renewed_is_taken_though_the_databases_clock_was_set_back()
    {
        var database = Prepared();
        var clock = new FakeTimeProvider();
        using var first = database.CreateLease(First, TimeProvider.System);
        using var second = database.CreateLease(Second, clock);
        first.TryTake().ShouldNotBeNull();
        Execute(database, "UPDATE coordinator_lease SET expires = 'infinity'");
        second.TryTake().ShouldBeNull();

        clock.Advance(CoordinatorLease.Duration * 0.9);
        Execute(database, "UPDATE coordinator_lease SET renewals = renewals + 1");
        second.TryTake().ShouldBeNull("it was renewed meanwhile");
        clock.Advance(CoordinatorLease.Duration * 0.9);
        second.TryTake().ShouldBeNull("less than the duration has gone by since");
        clock.Advance(CoordinatorLease.Duration * 0.2);

        second.TryTake().ShouldNotBeNull();
    }

    [Fact]
    public void A_process_that_starts_again_at_its_address_has_the_lease_at_once()
    {
        var database = Prepared();
        using var killed = database.CreateLease(First, TimeProvider.System);
        killed.TryTake().ShouldNotBeNull();

        using var again = database.CreateLease(First, TimeProvider.System);

        again.TryTake()!.Epoch.ShouldBe(2);
    }

    [Fact]
    public void Standbys_of_one_address_do_not_take_the_lease_from_each_other()
    {
        var database = Prepared();
        using var holder = database.CreateLease(First, TimeProvider.System);
        using var a = database.CreateLease(Second, TimeProvider.System);
        using var b = database.CreateLease(Second, TimeProvider.System);
        holder.TryTake().ShouldNotBeNull();
        a.TryTake().ShouldBeNull();
        b.TryTake().ShouldBeNull();

        holder.Release();

        a.TryTake().ShouldNotBeNull();
        b.TryTake().ShouldBeNull();
        a.Renew().ShouldBeTrue();
    }

    [Theory]
    [InlineData(Insert)]
    [InlineData("UPDATE journal SET deleted = TRUE")]
    [InlineData("DELETE FROM snapshot")]
    public void Writes_of_a_former_holder_are_refused(string sql)
    {
        var database = Prepared();
        using var first = database.CreateLease(First, TimeProvider.System);
        using var second = database.CreateLease(Second, TimeProvider.System);
        var before = first.TryTake()!.Database;
        Execute(before, sql);
        first.Release();
        var after = second.TryTake()!.Database;

        var refused = Should.Throw<PostgresException>(() => SpinWait.SpinUntil(() => Executed(before, sql), Patience));

        refused.SqlState.ShouldBe(LeaseStatements.FencedState);
        Execute(database, "DELETE FROM journal");
        Execute(after, sql);
    }

    [Fact]
    public void A_write_that_a_former_holder_began_is_never_committed()
    {
        var database = Prepared();
        using var first = database.CreateLease(First, TimeProvider.System);
        using var second = database.CreateLease(Second, TimeProvider.System);
        using var frozen = (NpgsqlConnection)first.TryTake()!.Database.OpenToWrite();
        using var transaction = frozen.BeginTransaction();
        using (var command = new NpgsqlCommand(Insert, frozen, transaction))
        {
            command.ExecuteNonQuery();
        }

        first.Release();
        SpinWait.SpinUntil(() => second.TryTake() is not null, Patience).ShouldBeTrue();

        Should.Throw<NpgsqlException>(transaction.Commit);
        Count(database).ShouldBe(0);
    }

    [Fact]
    public void An_experiment_of_a_former_holder_is_free_for_the_next_one()
    {
        var database = Prepared();
        var id = ExperimentId.Draw(new Random(1));
        using var first = database.CreateLease(First, TimeProvider.System);
        using var second = database.CreateLease(Second, TimeProvider.System);
        using var before = new ExperimentLocks(first.TryTake()!.Database);
        using var held = before.TryTake(id).ShouldNotBeNull();
        first.Release();

        using var after = new ExperimentLocks(second.TryTake()!.Database);

        SpinWait.SpinUntil(() => after.TryTake(id) is not null, Patience).ShouldBeTrue();
        held.Lost.WaitHandle.WaitOne(Patience).ShouldBeTrue();
    }

    [Fact]
    public void A_standby_of_another_protocol_is_refused_with_both_versions_and_changes_nothing()
    {
        var database = Prepared();
        using var tomorrow = database.CreateLease(First, TimeProvider.System);
        tomorrow.TryTake().ShouldNotBeNull();
        Execute(database, $"UPDATE coordinator_lease SET protocol = {ProtocolVersion.Current + 1}, program = '9.8.7'");
        using var today = database.CreateLease(Second, TimeProvider.System);

        var refused = Should.Throw<LeaseRefusedException>(() => today.TryTake());

        refused.Message.ShouldStartWith($"The coordinator on {First} uses protocol version {ProtocolVersion.Current + 1} (program 9.8.7), and this one uses {ProtocolVersion.Current} (program ");
        tomorrow.Renew().ShouldBeTrue();
    }

    [Fact]
    public void An_ended_coordinator_of_another_protocol_blocks_no_start()
    {
        var database = Prepared();
        using var tomorrow = database.CreateLease(First, TimeProvider.System);
        tomorrow.TryTake().ShouldNotBeNull();
        Execute(database, $"UPDATE coordinator_lease SET protocol = {ProtocolVersion.Current + 1}");
        tomorrow.Release();
        using var today = database.CreateLease(Second, TimeProvider.System);

        today.TryTake().ShouldNotBeNull();
    }

    [Fact]
    public void A_database_that_was_made_before_there_were_leases_gets_them()
    {
        var connection = server.CreateDatabase();
        PostgreSqlServer.Execute(connection, PostgreSqlTables.Statements);
        var database = new PostgreSqlDatabase(connection);

        database.Prepare();

        using var lease = database.CreateLease(First, TimeProvider.System);
        lease.TryTake().ShouldNotBeNull();
    }

    private PostgreSqlDatabase Prepared()
    {
        var database = new PostgreSqlDatabase(server.CreateDatabase());
        database.Prepare();
        return database;
    }

    private static void Execute(JournalDatabase database, string sql)
    {
        using var connection = (NpgsqlConnection)database.OpenToWrite();
#pragma warning disable CA2100 // texts of this class
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>False if the next holder has ended the pooled connection.</summary>
    private static bool Executed(JournalDatabase database, string sql)
    {
        try
        {
            Execute(database, sql);
            return true;
        }
        catch (NpgsqlException ended) when (ended is not PostgresException { SqlState: LeaseStatements.FencedState })
        {
            return false;
        }
    }

    private static long Count(JournalDatabase database)
    {
        using var connection = (NpgsqlConnection)database.OpenToWrite();
        using var command = new NpgsqlCommand("SELECT COUNT(*) FROM journal", connection);
        return (long)command.ExecuteScalar()!;
    }
}
