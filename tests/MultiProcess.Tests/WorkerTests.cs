using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Workers that join, leave, and fetch the data that they need.</summary>
public sealed class WorkerTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_stopping_worker_returns_its_run_with_a_checkpoint_and_another_continues_to_the_same_bits()
    {
        string[] grid =
        [
            "optimization-methods", "--set", "grid.optimizer=[adam]", "--set", "grid.batch_size=[1]", "--set", "training.epochs=150000",
            "--set", "training.record_every=1000",
        ];
        using var local = await ProgramProcess.RunAsync(folder, 0, ["run", .. grid, "--db", folder.File("local.db"), "--report", "local"]);
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 2);
        await cluster.StartCoordinatorAsync(0);
        var id = await cluster.SubmitAsync(grid);
        var leaving = cluster.StartWorker(0, "--checkpoint-interval", "1");
        await ProgramProcess.UntilAsync(() => Task.FromResult(Checkpoints() > 0));

        leaving.Signal("TERM");

        (await leaving.ExitCodeAsync()).ShouldBe(0, leaving.Error);
        leaving.Error.ShouldContain("The worker has left: 0 runs finished, 1 given back, 1 of them with a checkpoint");
        cluster.StartWorker(1);
        using var followed = await cluster.RunAsync(0, "status", id, "--wait", "--json");
        await cluster.ReportAsync(id, "resumed");
        (await File.ReadAllTextAsync(folder.File("resumed/costs.csv"), TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllTextAsync(folder.File("local/costs.csv"), TestContext.Current.CancellationToken));
        var run = ReportTables.Read(folder.File("resumed/runs.csv")).ShouldHaveSingleItem();
        run["attempts"].ShouldBe("2");
    }

    [Fact]
    public async Task A_long_run_of_a_killed_worker_continues_elsewhere_from_its_last_checkpoint_to_the_same_bits()
    {
        string[] grid =
        [
            "optimization-methods", "--set", "grid.optimizer=[adam]", "--set", "grid.batch_size=[1]", "--set", "training.epochs=30000",
            "--set", "training.record_every=1000",
        ];
        using var local = await ProgramProcess.RunAsync(folder, 0, ["run", .. grid, "--db", folder.File("local.db"), "--report", "local"]);
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 2);
        await cluster.StartCoordinatorAsync(0);
        var id = await cluster.SubmitAsync(grid);
        cluster.StartWorker(0, "--checkpoint-interval", "1");
        await ProgramProcess.UntilAsync(() => Task.FromResult(Checkpoints() > 0));

        await cluster.KillWorkerAsync(0);
        cluster.StartWorker(1, "--logs", folder.File("logs-of-the-other"));

        using var followed = await cluster.RunAsync(0, "status", id, "--wait", "--json");
        await cluster.ReportAsync(id, "resumed");
        Reports.ShouldBeTheSame(folder.File("local"), folder.File("resumed"));
        Directory.GetFiles(folder.File("logs-of-the-other")).SelectMany(LocalCluster.ReadShared)
            .Count(line => line.Contains("continues from epoch", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_coordinator_a_worker_goes_at_once()
    {
        using var worker = ProgramProcess.StartWorker(folder, "--join", "127.0.0.1:1", "--health-file", "health");
        await ProgramProcess.UntilAsync(() => Task.FromResult(File.Exists(folder.File("health"))));

        worker.Signal("TERM");

        (await worker.ExitCodeAsync()).ShouldBe(0, worker.Error);
        worker.Error.ShouldContain("The worker has left: 0 runs finished, 0 given back");
    }

    [Fact]
    public async Task A_worker_waits_for_an_unresponsive_coordinator_no_longer_than_its_grace()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartCoordinatorAsync(0);
        await cluster.SubmitAsync("optimizer-grid", "--set", "confirmation=false", "--set", "training.epochs=100000");
        var worker = cluster.StartWorker(0, "--grace", "3");
        await ProgramProcess.UntilAsync(async () =>
        {
            using var workers = await cluster.RunAsync(0, "workers", "--json");
            return workers.Output.Contains("\"held\":", StringComparison.Ordinal) && !workers.Output.Contains("\"held\":0", StringComparison.Ordinal);
        });
        await cluster.KillCoordinatorAsync(0);

        worker.Signal("TERM");

        (await worker.ExitCodeAsync()).ShouldBe(3, worker.Error);
        worker.Error.ShouldContain("not confirmed the departure within 3 s");
    }

    [Fact]
    public async Task A_dataset_need_only_be_where_the_experiment_is_submitted()
    {
        var file = folder.Write("points.csv", "x,y,label\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i =>
            FormattableString.Invariant($"{Math.Sin(i * 1.7):R},{Math.Cos(i * 0.9):R},{i % 2}\n"))));
        var grid = folder.Write("grid.yaml", """
            name: from-a-file
            dataset: {kind: csv, path: points.csv}
            network: {layers: [2, 5, 1]}
            training: {epochs: 3}
            grid: {optimizer: [gd], learning_rate: [0.01], batch_size: [512], seed: [1, 2]}
            """);
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartCoordinatorAsync(0);
        var id = await cluster.SubmitAsync(grid);
        File.Move(file, file + ".away");
        cluster.StartWorker(0);

        using var followed = await cluster.RunAsync(0, "status", id, "--wait", "--json");

        var kept = Directory.GetFiles(Path.Combine(folder.Home, "datasets")).ShouldHaveSingleItem();
        (await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken)).ShouldBe(
            await File.ReadAllBytesAsync(file + ".away", TestContext.Current.CancellationToken));
        new FileInfo(kept).Length.ShouldBeGreaterThan(3 * 65_536, "it takes several parts");
    }

    [Fact]
    public async Task An_experiment_with_a_damaged_journal_is_reported_with_the_row_and_others_continue()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartCoordinatorAsync(0);
        var damaged = await cluster.SubmitAsync("optimization-methods", "--set", "training.epochs=10");
        var sound = await cluster.SubmitAsync("optimization-methods", "--set", "training.epochs=10");
        await cluster.KillCoordinatorAsync(0);
        Execute("UPDATE journal SET message = x'ff00ff' WHERE persistence_id = $stream", $"experiment-{damaged}").ShouldBe(1);

        await cluster.StartCoordinatorAsync(0);
        cluster.StartWorker(0);
        using var followed = await cluster.RunAsync(0, "status", sound, "--wait", "--json");
        using var told = await cluster.RunAsync(2, "status", damaged);
        told.Error.ShouldContain($"event 1 of its stream experiment-{damaged} cannot be read");
        using var paused = await cluster.RunAsync(2, "pause", damaged);
        paused.Error.ShouldContain($"event 1 of its stream experiment-{damaged} cannot be read");
        using var all = await cluster.RunAsync(0, "status", "--json");
        var listed = all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("experiment").GetString()!, line => line.GetProperty("state").GetString());
        listed.ShouldBe(new Dictionary<string, string?> { [damaged] = "damaged", [sound] = "ended" }, ignoreOrder: true);
        using var table = await cluster.RunAsync(0, "status");
        table.Output.ShouldContain($"Experiment {damaged}: event 1 of its stream");
    }

    private int Checkpoints()
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM journal WHERE manifest = 'ck'";
        return Convert.ToInt32(command.ExecuteScalar(), null);
    }

    private int Execute(string sql, string stream)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$stream", stream);
        return command.ExecuteNonQuery();
    }
}
