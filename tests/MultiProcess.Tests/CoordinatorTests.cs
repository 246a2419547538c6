using System.Text.Json;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Coordinators, workers and command lines in their own processes.</summary>
public sealed class CoordinatorTests(PostgreSqlServer server, UndisturbedGrid undisturbed) : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_submitted_experiment_is_trained_and_reported_like_a_local_one()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 2);
        await cluster.StartAsync();

        using var submitted = await cluster.RunAsync(0, ["submit", .. UndisturbedGrid.Arguments, "--wait", "--json"]);
        await cluster.ReportAsync("last", "remote");

        await undisturbed.ShouldBeAsync(folder.File("remote"));
        using var workers = await cluster.RunAsync(0, "workers", "--json");
        workers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Another_coordinator_continues_where_a_killed_one_stopped()
    {
        var database = server.CreateDatabase();
        using var cluster = new LocalCluster(folder, database, coordinators: 2, workers: 2);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(UndisturbedGrid.Arguments);
        await UntilAsync(async () => (await cluster.StatusAsync(id)).Ended >= 3);

        await cluster.KillCoordinatorAsync(0);
        var acknowledged = PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");
        await UntilAsync(async () => (await cluster.StatusAsync(id)).State == "ended");
        await cluster.ReportAsync(id, "survived");

        acknowledged.ShouldBeLessThan(UndisturbedGrid.Runs, "the kill came too late to prove anything");
        await undisturbed.ShouldBeAsync(folder.File("survived"));
        PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'").ShouldBe(UndisturbedGrid.Runs, "nothing is repeated that was acknowledged");
    }

    [Fact]
    public async Task A_suspended_coordinator_is_replaced_and_is_a_standby_when_it_resumes()
    {
        var database = server.CreateDatabase();
        using var cluster = new LocalCluster(folder, database, coordinators: 2, workers: 2);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(UndisturbedGrid.Arguments);
        await UntilAsync(async () => (await cluster.StatusAsync(id)).Ended >= 3);

        cluster.SetFrozen(0, true);
        await cluster.CoordinatorSaysAsync(1, "Coordinator on");
        await UntilAsync(async () => (await cluster.StatusAsync(id)).Ended >= 6);
        cluster.SetFrozen(0, false);
        await cluster.CoordinatorSaysAsync(0, "no longer the coordinator");
        await cluster.CoordinatorSaysAsync(0, "Standby on");
        await UntilAsync(async () => (await cluster.StatusAsync(id)).State == "ended");
        await cluster.ReportAsync(id, "survived");

        await undisturbed.ShouldBeAsync(folder.File("survived"));
        PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'").ShouldBe(UndisturbedGrid.Runs, "nothing is repeated that was acknowledged");
    }

    [Fact]
    public async Task Random_kills_leave_every_run_present_once_and_the_report_unchanged()
    {
        string[] grid =
        [
            "optimizer-grid", "--set", "confirmation=false",
            "--set", "grid.seed=[1,2,3,4,5]", "--set", "grid.batch_size=[8,16,32,64,128]", "--set", "training.epochs=2000",
        ];
        using var local = await ProgramProcess.RunAsync(folder, 0, ["run", .. grid, "--db", folder.File("local.db"), "--report", "local"]);
        var database = server.CreateDatabase();
        using var cluster = new LocalCluster(folder, database, coordinators: 2, workers: 2);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(grid);
        var kills = new RandomKills(cluster, new Random(20261124), TimeSpan.FromSeconds(2));
        // Only for a limited time: on a busy machine processes would be killed before they can work.
        while (kills.Strikes < 10 && !HasEnded())
        {
            await kills.StrikeAsync();
        }

        await ProgramProcess.UntilAsync(() => Task.FromResult(HasEnded()));

        await cluster.ReportAsync(id, "survived");
        kills.Strikes.ShouldBeGreaterThan(2, "the kills came too late to prove anything");
        Reports.ShouldBeTheSame(folder.File("local"), folder.File("survived"));

        bool HasEnded() => PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE manifest = 'ee'") == 1;
    }

    [Fact]
    public async Task People_watch_and_steer_experiments_from_elsewhere()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync("optimizer-grid", "--set", "confirmation=false", "--set", "training.epochs=20000");

        using (var watch = cluster.StartAtTerminal(100, "status", id, "--watch"))
        {
            await watch.SaysAsync("Learning rate");
        }

        using var paused = await cluster.RunAsync(0, "pause", id);
        (await cluster.StatusAsync(id)).State.ShouldBe("paused");
        using var priority = await cluster.RunAsync(0, "priority", id[..4], "7");
        using var named = await cluster.RunAsync(0, "resume", "Optimizer-Grid");
        named.Output.ShouldContain(id);
        using var resumed = await cluster.RunAsync(0, "resume", "last");
        (await cluster.StatusAsync(id)).State.ShouldBe("active");
        using var cancelled = await cluster.RunAsync(0, "cancel", id);
        (await cluster.StatusAsync(id)).State.ShouldBe("cancelled");
        using var again = await cluster.RunAsync(2, "pause", id);
        again.Error.ShouldContain("it has ended");
        using var retried = await cluster.RunAsync(0, "retry", id);
        (await cluster.StatusAsync(id)).State.ShouldBe("active");
        using var unknown = await cluster.RunAsync(2, "cancel", "zzzz");
        unknown.Error.ShouldContain("'zzzz'");
    }

    [Fact]
    public async Task A_grid_too_long_for_a_message_of_the_usual_size_is_submitted_from_elsewhere()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartAsync();

        var id = await cluster.SubmitAsync(
            "optimization-methods", "--set", "grid.learning_rate={from: 0.001, to: 1, steps: 20000}", "--allow-large-grid");

        (await cluster.StatusAsync(id)).State.ShouldBe("active");
    }

    [Fact]
    public async Task An_experiment_of_a_coordinator_can_be_reported_compared_and_repeated_remotely()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync("optimization-methods", "--set", "training.epochs=20", "--wait");

        using var rerun = await cluster.RunAsync(0, "rerun", id, "--json");
        var again = rerun.Event("compared");
        again.GetProperty("agrees").GetBoolean().ShouldBeTrue();
        var other = again.GetProperty("experiment").GetString()!;
        using var report = await cluster.RunAsync(0, "report", id, "--report", "elsewhere");
        ReportTables.Read(folder.File("elsewhere/runs.csv")).Count.ShouldBe(3);
        using var list = await cluster.RunAsync(0, "history", "--json", "--name", "OPTIMIZATION");
        list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("experiment").GetString()).ShouldBe([other, id]);
        using var show = await cluster.RunAsync(0, "history", "show", id, "--json");
        JsonDocument.Parse(show.Output).RootElement.GetProperty("command_line").GetString()!.ShouldStartWith("nnoptim submit optimization-methods");
        using var compare = await cluster.RunAsync(0, "history", "compare", id, other[..6]);
        compare.Output.ShouldContain("bit for bit");
        using var export = await cluster.RunAsync(0, "history", "export", "last", "--output", "last.json");
        File.ReadAllText(folder.File("last.json")).ShouldContain(other);
        using var note = await cluster.RunAsync(2, "history", "note", id, "text");
        note.Error.ShouldContain("--to");
    }

    [Fact]
    public async Task One_coordinator_alone_serves_a_SQLite_database()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartAsync();

        using var second = await ProgramProcess.RunAsync(folder, 2, "coordinator", "--listen", "127.0.0.1:0", "--db", folder.Database);
        second.Error.ShouldContain("need a PostgreSQL database");
    }

    [Fact]
    public async Task A_missing_coordinator_gives_a_clear_message()
    {
        using var status = await ProgramProcess.RunAsync(folder, 3, "status", "--to", "127.0.0.1:1");

        status.Error.ShouldContain("No coordinator answered at 127.0.0.1:1");
        status.Error.ShouldNotContain("   at ");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        while (!await condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
