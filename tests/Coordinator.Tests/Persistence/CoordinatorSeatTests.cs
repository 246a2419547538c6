using NNOptim.Coordinator.Persistence;
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
        var seat = database.CreateSeat(address);
        seat.Take();
        return seat;
    }
}
