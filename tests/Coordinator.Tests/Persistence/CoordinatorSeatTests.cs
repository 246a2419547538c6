using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Protocol;
using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.Persistence;

/// <summary>Places among the coordinators of a PostgreSQL database.</summary>
public sealed class CoordinatorSeatTests(PostgreSqlServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string First = "a.example:1";
    private const string Second = "b.example:1";

    [Fact]
    public void The_first_to_come_forms_the_cluster_and_the_others_join_it()
    {
        var database = new PostgreSqlDatabase(server.CreateDatabase());
        using var first = Taken(database, First);
        using var second = Taken(database, Second);

        first.NodesToJoin().ShouldBeEmpty();
        second.NodesToJoin().ShouldBe([First]);
        first.Joined();
        second.Joined();
        first.IsAlive(Second).ShouldBeTrue();
        second.IsAlive(First).ShouldBeTrue();
    }

    [Fact]
    public void A_place_ends_with_its_holder_and_is_known_to_be_free_at_once()
    {
        var database = new PostgreSqlDatabase(server.CreateDatabase());
        using var second = Taken(database, Second);
        using (Taken(database, First))
        {
            second.IsAlive(First).ShouldBeTrue();
        }

        SpinWait.SpinUntil(() => !second.IsAlive(First), Patience).ShouldBeTrue();
        second.NodesToJoin().ShouldBeEmpty();
    }

    [Fact]
    public void A_place_that_the_database_freed_is_taken_again()
    {
        var connection = server.CreateDatabase();
        var database = new PostgreSqlDatabase(connection);
        using var first = Taken(database, First);
        using var second = Taken(database, Second);
        first.Joined();
        PostgreSqlServer.Execute(
            connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        IReadOnlyList<string> nodes = [];
        SpinWait.SpinUntil(
            () => Succeeds(first.Keep) && Succeeds(second.Keep) && SpinSees(second) && Succeeds(() => nodes = second.NodesToJoin()),
            Patience).ShouldBeTrue();

        nodes.ShouldBe([First]);
    }

    [Fact]
    public void A_place_beside_a_living_coordinator_of_another_protocol_is_refused_with_both_versions_and_nothing_is_written()
    {
        var connection = server.CreateDatabase();
        var database = new PostgreSqlDatabase(connection);
        using var tomorrow = Taken(database, First);
        PostgreSqlServer.Execute(connection, $"UPDATE coordinators SET protocol = {ProtocolVersion.Current + 1}, program = '9.8.7'");
        using var today = database.CreateSeat(Second, TimeProvider.System);

        var refused = Should.Throw<CoordinatorVersionException>(today.Take);

        refused.Message.ShouldStartWith($"The coordinator on {First} speaks version {ProtocolVersion.Current + 1} of the protocol (program 9.8.7), and this one {ProtocolVersion.Current} (program ");
        PostgreSqlServer.Scalar(connection, "SELECT COUNT(*) FROM coordinators").ShouldBe(1);
        tomorrow.NodesToJoin().ShouldBeEmpty();
    }

    [Fact]
    public void A_coordinator_of_another_protocol_that_is_gone_keeps_nobody_away()
    {
        var connection = server.CreateDatabase();
        var database = new PostgreSqlDatabase(connection);
        using (Taken(database, First))
        {
            PostgreSqlServer.Execute(connection, $"UPDATE coordinators SET protocol = {ProtocolVersion.Current + 1}");
        }

        using var today = database.CreateSeat(Second, TimeProvider.System);

        SpinWait.SpinUntil(() => IsTaken(today), Patience).ShouldBeTrue();
        today.NodesToJoin().ShouldBeEmpty();
    }

    [Fact]
    public void A_table_of_a_program_that_wrote_no_versions_gets_them_and_its_coordinator_is_joined()
    {
        var connection = server.CreateDatabase();
        var database = new PostgreSqlDatabase(connection);
        using var first = Taken(database, First);
        PostgreSqlServer.Execute(connection, "ALTER TABLE coordinators DROP COLUMN protocol, DROP COLUMN program");

        using var second = Taken(database, Second);

        second.NodesToJoin().ShouldBe([First]);
        PostgreSqlServer.Scalar(connection, $"SELECT protocol FROM coordinators WHERE address = '{Second}'").ShouldBe(ProtocolVersion.Current);
        PostgreSqlServer.Execute(connection, "INSERT INTO coordinators (address, member) VALUES ('c.example:1', FALSE)");
    }

    private static bool IsTaken(CoordinatorSeat seat)
    {
        try
        {
            seat.Take();
            return true;
        }
        catch (CoordinatorVersionException)
        {
            return false;
        }
    }

    private static bool SpinSees(CoordinatorSeat seat)
    {
        var alive = false;
        return Succeeds(() => alive = seat.IsAlive(First)) && alive;
    }

    // A session that ended shows with its next question.
    private static bool Succeeds(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }

    private static CoordinatorSeat Taken(PostgreSqlDatabase database, string address)
    {
        var seat = database.CreateSeat(address, TimeProvider.System);
        seat.Take();
        return seat;
    }
}
