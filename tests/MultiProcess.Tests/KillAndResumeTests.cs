using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Whichever process is killed, the final report is that of an undisturbed run.</summary>
public sealed class KillAndResumeTests : IDisposable
{
    private static readonly string[] Grid =
    [
        "run", "optimizer-grid", "--json", "--set", "confirmation=false",
        "--set", "grid.seed=[1,2]", "--set", "grid.batch_size=[16,64]", "--set", "training.epochs=3000",
    ];

    private const int Runs = 48;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_experiment_killed_midway_ends_as_if_undisturbed()
    {
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, [.. Grid, "--report", "undisturbed"]);

        using var killed = ProgramProcess.Start(folder, [.. Grid, "--report", "killed"]);
        await killed.HasCompletedAsync(3);
        killed.Kill();
        await killed.ExitCodeAsync();

        using var again = ProgramProcess.Start(folder, "resume", "last", "--json", "--report", "again");
        await again.HasCompletedAsync(10);
        again.Kill();
        await again.ExitCodeAsync();

        using var resumed = await ProgramProcess.RunAsync(folder, 0, "resume", "last", "--json", "--report", "resumed");

        ShouldBeTheSame("undisturbed", "resumed");
    }

    [Fact]
    public async Task Worker_processes_give_the_same_numbers_as_one_process()
    {
        using var inProcess = await ProgramProcess.RunAsync(folder, 0, [.. Grid, "--report", "one"]);
        using var distributed = await ProgramProcess.RunAsync(folder, 0, [.. Grid, "--report", "two", "--workers", "2"]);

        ShouldBeTheSame("one", "two");
    }

    [Fact]
    public async Task A_killed_worker_costs_only_time()
    {
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, [.. Grid, "--report", "undisturbed"]);

        using var disturbed = ProgramProcess.Start(folder, [.. Grid, "--report", "disturbed", "--workers", "2"]);
        await disturbed.HasCompletedAsync(3);
        using (var worker = Process.GetProcessById(WorkersOf(disturbed.Id)[0]))
        {
            worker.Kill();
        }

        (await disturbed.ExitCodeAsync()).ShouldBe(0, disturbed.Error);
        ShouldBeTheSame("undisturbed", "disturbed");
    }

    [Fact]
    public async Task No_worker_outlives_a_killed_coordinator()
    {
        using var program = ProgramProcess.Start(folder, [.. Grid, "--workers", "2"]);
        await program.HasCompletedAsync(1);
        var workers = WorkersOf(program.Id).Select(Process.GetProcessById).ToList();
        workers.Count.ShouldBe(2);

        program.Kill();

        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        await Task.WhenAll(workers.Select(worker => worker.WaitForExitAsync(deadline.Token)));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_cleanly_and_shows_how_to_continue(string signal)
    {
        using var program = ProgramProcess.Start(folder, Grid);
        await program.HasCompletedAsync(2);
        program.Signal(signal);
        (await program.ExitCodeAsync()).ShouldBe(130);

        var id = program.Event("started").GetProperty("experiment").GetString();
        var resume = program.Event("interrupted").GetProperty("resume").GetString();
        resume.ShouldNotBeNull();
        resume.ShouldStartWith($"nnoptim resume {id}");

        using var resumed = await ProgramProcess.RunAsync(folder, 0, [.. resume.Split(' ').Skip(1), "--json", "--report", "resumed"]);
        ReportTables.Read(folder.File("resumed/runs.csv")).Count.ShouldBe(Runs);
    }

    [Fact]
    public async Task An_interrupted_long_run_continues_from_its_last_epoch_to_the_same_bits()
    {
        string[] grid =
        [
            "run", "optimization-methods", "--json", "--set", "grid.optimizer=[adam]", "--set", "grid.batch_size=[1]", "--set", "training.epochs=30000",
            "--set", "training.record_every=1000",
        ];
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, [.. grid, "--report", "undisturbed"]);
        foreach (var workers in (string[][])[[], ["--workers", "1"]])
        {
            var database = folder.File($"{workers.Length}.db");
            using var program = ProgramProcess.Start(folder, [.. grid, .. workers, "--db", database, "--checkpoint-interval", "3600"]);
            await ProgramProcess.UntilAsync(() => Task.FromResult(Count(database, "cr") > 0));
            program.Signal("INT");
            (await program.ExitCodeAsync()).ShouldBe(130, program.Error);

            program.Error.Trim().ShouldBeEmpty();
            Count(database, "ck").ShouldBe(1, "it was saved when it was interrupted");
            Count(database, "rc").ShouldBe(0, "the signal came too late to prove anything");
            using var resumed = await ProgramProcess.RunAsync(folder, 0, "resume", "last", "--db", database, "--json", "--report", "resumed");
            (await File.ReadAllTextAsync(folder.File("resumed/costs.csv"), TestContext.Current.CancellationToken))
                .ShouldBe(await File.ReadAllTextAsync(folder.File("undisturbed/costs.csv"), TestContext.Current.CancellationToken));
            Directory.Delete(folder.File("resumed"), recursive: true);
        }
    }

    /// <summary>The number of events of one kind in a journal; 0 without a journal.</summary>
    private static long Count(string database, string manifest)
    {
        if (!File.Exists(database))
        {
            return 0;
        }

        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'journal'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return 0;
        }

        command.CommandText = "SELECT COUNT(*) FROM journal WHERE manifest = $manifest";
        command.Parameters.AddWithValue("$manifest", manifest);
        return (long)command.ExecuteScalar()!;
    }

    [Fact]
    public async Task Two_experiments_run_side_by_side_on_one_database()
    {
        using var first = ProgramProcess.Start(folder, [.. Grid, "--report", "first"]);
        using var second = ProgramProcess.Start(folder, [.. Grid, "--report", "second"]);

        (await first.ExitCodeAsync()).ShouldBe(0, first.Error);
        (await second.ExitCodeAsync()).ShouldBe(0, second.Error);
        ShouldBeTheSame("first", "second");
        using var history = await ProgramProcess.RunAsync(folder, 0, "history", "--json");
        history.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_running_experiment_cannot_be_resumed_beside_itself()
    {
        using var program = ProgramProcess.Start(folder, Grid);
        await program.HasCompletedAsync(1);

        using var resume = await ProgramProcess.RunAsync(folder, 2, "resume", "last");

        resume.Error.ShouldContain("another process");
        program.Kill();
    }

    private void ShouldBeTheSame(string expected, string actual)
    {
        File.ReadAllText(folder.File($"{actual}/costs.csv")).ShouldBe(File.ReadAllText(folder.File($"{expected}/costs.csv")));
        ReportTables.Results(folder.File($"{actual}/runs.csv")).ShouldBe(ReportTables.Results(folder.File($"{expected}/runs.csv")));
        ReportTables.Read(folder.File($"{actual}/runs.csv")).Select(row => row["run"]).Distinct().Count().ShouldBe(Runs);
    }

    /// <summary>The child processes of a process that are workers, from the kernel's list.</summary>
    private static IReadOnlyList<int> WorkersOf(int parent) =>
    [
        .. Process.GetProcessesByName("dotnet").Select(process => process.Id)
            .Where(id => ParentOf(id) == parent && IsWorker(id)),
    ];

    private static int? ParentOf(int id) =>
        ReadProc(id, "stat") is { } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : null;

    private static bool IsWorker(int id) => ReadProc(id, "cmdline")?.Contains("\0worker\0", StringComparison.Ordinal) == true;

    private static string? ReadProc(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (IOException)
        {
            return null;
        }
    }
}
