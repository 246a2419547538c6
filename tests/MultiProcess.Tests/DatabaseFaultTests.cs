using Microsoft.Data.Sqlite;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>
/// A locked or missing database, or a full disk: nothing is acknowledged meanwhile, and everything continues after recovery. Without
/// recovery the program ends with a clear message, and no acknowledged result is lost.
/// </summary>
public sealed class DatabaseFaultTests(UndisturbedGrid grid) : IDisposable
{
    private const string NotWritten = "could not be written to the journal";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task While_a_SQLite_file_is_locked_the_workers_keep_what_they_have()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(UndisturbedGrid.Arguments);
        await EndedAsync(cluster, id, 2);

        using (var connection = new SqliteConnection($"Data Source={folder.Database}"))
        {
            connection.Open();
            using var writer = connection.BeginTransaction(deferred: false);
            await cluster.LogsAsync(0, NotWritten);
        }

        await EndedAsync(cluster, id, UndisturbedGrid.Runs);
        await cluster.ReportAsync(id, "survived");
        await grid.ShouldBeAsync(folder.File("survived"));
    }

    [Fact]
    public async Task When_the_disk_has_space_again_a_coordinator_continues()
    {
        using var disk = SmallDisk.Mount(folder.File("disk"));
        using var cluster = new LocalCluster(folder, folder.File("disk/journal.db"), coordinators: 1, workers: 1);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(UndisturbedGrid.Arguments);
        await EndedAsync(cluster, id, 2);

        disk.Fill();
        await cluster.LogsAsync(0, NotWritten);
        await cluster.LogsAsync(0, NotWritten);
        disk.Free();

        await EndedAsync(cluster, id, UndisturbedGrid.Runs);
        await cluster.ReportAsync(id, "survived");
        await grid.ShouldBeAsync(folder.File("survived"));
    }

    [Fact]
    public async Task A_run_on_a_disk_that_stays_full_ends_with_3_and_can_be_resumed()
    {
        using var disk = SmallDisk.Mount(folder.File("disk"));
        string[] where = ["--db", folder.File("disk/journal.db"), "--json"];
        using var run = ProgramProcess.Start(folder, ["run", .. UndisturbedGrid.Arguments, .. where, "--db-patience", "3", "--report", "never"]);
        await run.HasCompletedAsync(2);

        disk.Fill();
        (await run.ExitCodeAsync()).ShouldBe(3, run.Error);
        disk.Free();

        run.Error.ShouldContain("the journal could not be written");
        run.Error.ShouldNotContain("   at ");
        using var resumed = await ProgramProcess.RunAsync(folder, 0, ["resume", "last", .. where, "--report", "resumed"]);
        await grid.ShouldBeAsync(folder.File("resumed"));
    }

    [Fact]
    public async Task A_server_that_comes_back_finds_all_going_on_and_one_that_does_not_ends_the_coordinator_with_3()
    {
        using var server = new PostgreSqlServer();
        var database = server.CreateDatabase();
        using var cluster = new LocalCluster(folder, database, coordinators: 1, workers: 1) { CoordinatorArguments = ["--db-patience", "12"] };
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(UndisturbedGrid.Arguments);
        await EndedAsync(cluster, id, 2);

        server.Crash();
        await cluster.LogsAsync(0, "could not be requested");
        server.Restart();
        var acknowledged = Results(database);
        while (Results(database) == acknowledged)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        server.Crash();
        var (exitCode, error) = await cluster.EndOfCoordinatorAsync(0);
        exitCode.ShouldBe(3, error);
        error.ShouldContain("has been unavailable for more than 12 s");
        error.ShouldNotContain("   at ");
        server.Restart();
        await cluster.StartCoordinatorAsync(0);

        await EndedAsync(cluster, id, UndisturbedGrid.Runs);
        await cluster.ReportAsync(id, "survived");
        await grid.ShouldBeAsync(folder.File("survived"));
        Results(database).ShouldBe(UndisturbedGrid.Runs, "nothing is repeated that was acknowledged");
    }

    private static long Results(string database) => PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");

    private static async Task EndedAsync(LocalCluster cluster, string id, int runs)
    {
        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        while ((await cluster.StatusAsync(id)).Ended < runs)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
