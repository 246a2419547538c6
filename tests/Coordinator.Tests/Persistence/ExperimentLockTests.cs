using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.Persistence;

/// <summary>The one-writer rule, on both kinds of database. Each <see cref="ExperimentLocks"/> represents a process.</summary>
public sealed class ExperimentLockTests(PostgreSqlServer server) : IDisposable
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly ExperimentId OtherId = ExperimentId.Parse("00000001");

    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-lock-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public void One_holder_excludes_a_second_until_it_releases_the_lock(SqlDialect dialect)
    {
        var database = Create(dialect);
        using var first = new ExperimentLocks(database);
        using var second = new ExperimentLocks(database);

        var held = first.TryTake(Id).ShouldNotBeNull();
        second.TryTake(Id).ShouldBeNull();
        using var other = second.TryTake(OtherId).ShouldNotBeNull();
        held.Dispose();
        using var taken = second.TryTake(Id).ShouldNotBeNull();
        first.TryTake(Id).ShouldBeNull();
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public void Within_a_process_the_last_release_frees_it(SqlDialect dialect)
    {
        var database = Create(dialect);
        using var first = new ExperimentLocks(database);
        using var second = new ExperimentLocks(database);
        var one = first.TryTake(Id).ShouldNotBeNull();
        var two = first.TryTake(Id).ShouldNotBeNull();

        one.Dispose();
        one.Dispose();
        second.TryTake(Id).ShouldBeNull();
        two.Dispose();
        using var taken = second.TryTake(Id).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public void Another_database_is_not_locked(SqlDialect dialect)
    {
        using var first = new ExperimentLocks(Create(dialect));
        using var second = new ExperimentLocks(Create(dialect));
        using var held = first.TryTake(Id).ShouldNotBeNull();
        using var elsewhere = second.TryTake(Id).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_lost_session_loses_its_locks_and_says_so()
    {
        var database = (PostgreSqlDatabase)Create(SqlDialect.PostgreSql);
        using var first = new ExperimentLocks(database);
        using var second = new ExperimentLocks(database);
        using var held = first.TryTake(Id).ShouldNotBeNull();
        var lost = new TaskCompletionSource();
        held.Lost.Register(lost.SetResult);

        PostgreSqlServer.Scalar(
            database.ConnectionString,
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
            .ShouldBe(1);

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var taken = second.TryTake(Id).ShouldNotBeNull();
        first.TryTake(Id).ShouldBeNull();
        first.TryTake(OtherId).ShouldNotBeNull().Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void Keys_of_different_experiments_differ() =>
        Enumerable.Range(0, 1000).Select(seed => SessionLockHolder.KeyOf(ExperimentId.Draw(new Random(seed)))).Distinct().Count().ShouldBe(1000);

    private JournalDatabase Create(SqlDialect dialect) => dialect == SqlDialect.Sqlite
        ? new SqliteDatabase(Path.Combine(folder, Guid.NewGuid().ToString("N"), "nnoptim.db"))
        : new PostgreSqlDatabase(server.CreateDatabase());
}
