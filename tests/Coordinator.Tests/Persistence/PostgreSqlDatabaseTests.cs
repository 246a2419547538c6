using NNOptim.Persistence;
using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.Persistence;

public class PostgreSqlDatabaseTests(PostgreSqlServer server)
{
    [Fact]
    public async Task Tables_are_made_once_by_however_many_start_at_once()
    {
        var database = new PostgreSqlDatabase(server.CreateDatabase());
        using var start = new Barrier(8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                database.Prepare();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        PostgreSqlServer.Scalar(database.ConnectionString, "SELECT COUNT(*) FROM pg_tables WHERE tablename IN ('journal', 'tags', 'snapshot')").ShouldBe(3);
        database.Prepare();
    }

    [Fact]
    public void A_role_without_write_access_is_reported_before_anything_is_run()
    {
        var owner = server.CreateDatabase();
        new PostgreSqlDatabase(owner).Prepare();
        var guest = new PostgreSqlDatabase(owner.Replace("Username=postgres", $"Username={PostgreSqlServer.Guest}", StringComparison.Ordinal));

        var error = Should.Throw<Npgsql.PostgresException>(guest.Prepare);

        DatabaseFailure.Is(error).ShouldBeTrue();
        DatabaseFailure.Describe(guest, error).ShouldContain("permission denied");
    }
}
