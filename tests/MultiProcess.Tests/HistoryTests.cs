using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;
using NNOptim.Training;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The <c>history</c> commands, as people and scripts use them.</summary>
public sealed class HistoryTests(PostgreSqlServer server) : IDisposable
{
    /// <summary>The number of runs of the experiment whose projection is killed.</summary>
    private const int Runs = 20_000;

    private const string Grid = """
        name: small
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 40, record_every: 10}
        grid: {optimizer: [gd, adam], learning_rate: [0.01], batch_size: [32], seed: [1, 2]}
        """;

    private readonly TestFolder folder = new();

    public static TheoryData<SqlDialect> Dialects => [SqlDialect.Sqlite, SqlDialect.PostgreSql];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_experiment_is_annotated_listed_and_deleted()
    {
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", folder.Write("grid.yaml", Grid), "--json");
        var id = run.Event("started").GetProperty("experiment").GetString()!;

        (await BadAsync("tag", id, "a,b", " c")).ShouldSatisfyAllConditions(text => text.ShouldContain("a,b"), text => text.ShouldContain("' c'"));
        (await DoneAsync("tag", id[..4], "paper", "week 3")).Trim().ShouldBe($"Experiment {id} is now tagged paper, week 3.");
        (await DoneAsync("tag", "last", "week 3", "--remove")).Trim().ShouldBe($"Experiment {id} is no longer tagged week 3.");
        (await DoneAsync("note", "SMALL", "looks odd")).Trim().ShouldBe($"Experiment {id} has a new note.");
        (await DoneAsync("rename", id, "smaller")).Trim().ShouldBe($"Experiment {id} is now called smaller.");
        var row = (await ListAsync()).ShouldHaveSingleItem();
        row.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["paper"]);
        row.GetProperty("note").GetString().ShouldBe("looks odd");
        row.GetProperty("name").GetString().ShouldBe("smaller");
        row.GetProperty("completed").GetInt32().ShouldBe(4);
        (await ListAsync("--tag", "week 3")).ShouldBeEmpty();
        (await DoneAsync("show", id)).ShouldContain("looks odd");
        (await DoneAsync("show", id, "--run", "3")).ShouldContain("cost by epoch");
        (await BadAsync("show", id, "--run", "5")).ShouldContain("give a number from 1 to 4");
        (await BadAsync("--since", "yesterday")).ShouldContain("yesterday");
        (await BadAsync("--state", "asleep")).ShouldContain("--state: 'asleep' is not allowed; give one of unfinished,");
        (await BadAsync("show", "")).ShouldContain("id: the value is empty");
        (await BadAsync("doctor", "--db", "missing.db")).ShouldContain("missing.db");

        (await DoneAsync("archive", id)).Trim().ShouldBe($"Experiment {id} is archived; nnoptim history --all still shows it.");
        (await ListAsync()).ShouldBeEmpty();
        (await ListAsync("--all")).ShouldHaveSingleItem();
        (await DoneAsync("archive", id, "--undo")).Trim().ShouldBe($"Experiment {id} is shown in lists again.");
        (await ListAsync()).ShouldHaveSingleItem();

        (await DoneAsync("doctor")).ShouldContain("No problems found");
        (await BadAsync("delete", id)).ShouldContain("--yes");
        using (var locks = new ExperimentLocks(new SqliteDatabase(folder.Database)))
        using (locks.TryTake(ExperimentId.Parse(id)))
        {
            (await BadAsync("delete", id, "--yes")).ShouldContain("another process is running experiment");
        }

        (await ListAsync()).ShouldHaveSingleItem();
        await DoneAsync("delete", id, "--yes");
        (await ListAsync("--all")).ShouldBeEmpty();
        (await BadAsync("delete", id, "--yes")).ShouldContain(id);
        (await DoneAsync("doctor", "--json")).ShouldContain("\"experiments\":0,\"events\":0,");
    }

    [Fact]
    public async Task An_experiment_is_rerun_compared_exported_and_imported()
    {
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", folder.Write("grid.yaml", Grid), "--json");
        var id = run.Event("started").GetProperty("experiment").GetString()!;
        using var rerun = await ProgramProcess.RunAsync(folder, 0, "rerun", id, "--json");
        var compared = rerun.Event("compared");
        (compared.GetProperty("agrees").GetBoolean(), compared.GetProperty("runs_compared").GetInt32()).ShouldBe((true, 4));
        (await ListAsync()).First(row => row.GetProperty("experiment").GetString() != id).GetProperty("note").GetString().ShouldBe($"Rerun of {id}.");
        (await BadAsync("show", "small")).ShouldContain("several");
        (await DoneAsync("compare", id, "last")).ShouldSatisfyAllConditions(
            text => text.ShouldContain("specifications are the same"), text => text.ShouldContain("4 of 4 runs"));
        (await BadAsync("compare", id, id)).ShouldContain(id);

        foreach (var (format, file) in ((string, string)[])
            [("csv", "runs.csv"), ("parquet", "costs.parquet"), ("mlflow", $"{id}/meta.yaml"), ("tensorboard", "0001-gd-lr0.01-b32-s1")])
        {
            await DoneAsync("export", id, "--format", format, "--output", format);
            Path.Exists(folder.File($"{format}/{file}")).ShouldBeTrue(format);
        }

        await DoneAsync("export", id, "--output", "it.json");
        (await BadAsync("export", id, "--output", "it.json")).ShouldContain("already exists");
        (await BadAsync("export", id, "--format", "xml")).ShouldContain("xml");
        (await BadAsync("import", "it.json")).ShouldContain("already");
        (await BadAsync("import", "grid.yaml")).ShouldContain("not a JSON document");
        await DoneAsync("import", "it.json", "--db", "other.db");
        using var elsewhere = await ProgramProcess.RunAsync(folder, 0, "report", id, "--db", "other.db", "--report", "elsewhere");
        using var here = await ProgramProcess.RunAsync(folder, 0, "report", id, "--report", "here");
        File.ReadAllText(folder.File("elsewhere/costs.csv")).ShouldBe(File.ReadAllText(folder.File("here/costs.csv")));
    }

    [Fact]
    public async Task An_experiment_whose_data_have_changed_is_not_rerun()
    {
        const string Own = """
            name: own
            dataset: {kind: csv, path: data.csv, label: label}
            network: {layers: [2, 2, 1]}
            training: {epochs: 5}
            grid: {optimizer: [gd], learning_rate: [0.01], batch_size: [full], seed: [1]}
            """;
        folder.Write("data.csv", "x,y,label\n0,1,0\n1,0,1\n");
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", folder.Write("own.yaml", Own), "--json");
        folder.Write("data.csv", "x,y,label\n0,2,0\n1,0,1\n");

        using var again = await ProgramProcess.RunAsync(folder, 2, "rerun", "last");

        again.Error.ShouldContain("the file has changed");
        (await ListAsync("--all")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_shell_completes_commands_ids_and_names()
    {
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", folder.Write("grid.yaml", Grid), "--json");
        var id = run.Event("started").GetProperty("experiment").GetString()!;
        (await CompletionsAsync("nnoptim history ex")).ShouldContain("export");
        (await CompletionsAsync("nnoptim run opt")).ShouldContain("optimizer-grid");
        (await CompletionsAsync("nnoptim history --state ")).ShouldContain("ended");
        (await CompletionsAsync("nnoptim history show ")).Intersect([id, "small", "last"]).Count().ShouldBe(3);
        using var nothing = await ProgramProcess.RunAsync(folder, 0, "[suggest:21]", "nnoptim history show --db missing.db");
        foreach (var shell in (string[])["bash", "zsh", "fish", "pwsh"])
        {
            using var script = await ProgramProcess.RunAsync(folder, 0, "completion", shell);
            script.Output.ShouldContain("[suggest:");
        }

        using var refused = await ProgramProcess.RunAsync(folder, 2, "completion", "csh");
        refused.Error.ShouldContain("csh");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Killed_in_the_middle_of_its_work_the_projection_counts_nothing_twice(SqlDialect dialect)
    {
        JournalDatabase database = dialect == SqlDialect.Sqlite ? new SqliteDatabase(folder.Database) : new PostgreSqlDatabase(server.CreateDatabase());
        JournalRows.MakeTables(database);
        var id = ExperimentId.Parse("k3f9x2ma");
        Write(database, id, Runs);
        var kills = 0;
        for (var events = 0L; events < 3L * Runs;)
        {
            using var reader = ProgramProcess.Start(folder, "history", "--json", "--db", database.Name);
            using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
            var exited = reader.ExitCodeAsync();
            while (!exited.IsCompleted && Position(database, id) is var now && now - events < 15_000)
            {
                deadline.Token.ThrowIfCancellationRequested();
                await Task.WhenAny(exited, Task.Delay(10, deadline.Token));
            }

            if (!exited.IsCompleted)
            {
                reader.Kill();
                kills++;
            }

            await exited;
            events = Position(database, id);
        }

        kills.ShouldBeGreaterThan(0);
        using var show = await ProgramProcess.RunAsync(folder, 0, "history", "show", "last", "--json", "--db", database.Name);
        using var rebuild = await ProgramProcess.RunAsync(folder, 0, "history", "rebuild", "--db", database.Name);
        using var again = await ProgramProcess.RunAsync(folder, 0, "history", "show", "last", "--json", "--db", database.Name);
        show.Output.ShouldBe(again.Output);
        var experiment = JsonDocument.Parse(show.Output).RootElement;
        experiment.GetProperty("completed").GetInt32().ShouldBe(Runs);
        experiment.GetProperty("workers")[0].GetProperty("attempts").GetInt32().ShouldBe(Runs);
    }

    private async Task<string[]> CompletionsAsync(string line)
    {
        using var done = await ProgramProcess.RunAsync(folder, 0, $"[suggest:{line.Length}]", line);
        return done.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    private static long Position(JournalDatabase database, ExperimentId id)
    {
        var lag = new HistoryProjection(database).Lags();
        using var tables = HistoryTables.Open(database);
        return tables is null || tables.Experiments(new HistoryFilter { Id = id }).Count == 0 ? 0 : 1 + (3 * Runs) + (Runs / 100) - lag.Sum(of => of.Events);
    }

    private static void Write(JournalDatabase database, ExperimentId id, int runs)
    {
        var at = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        var trainable = NetworkTrainable.Standard.Declaration;
        var specification = ExperimentSpecification.Create(
            "large",
            trainable,
            new DatasetSpecification { Kind = DatasetKind.Moons },
            ("optimizer", ParameterValue.Names("gd")),
            ("layers", [new ParameterValue.Layers([2, 5, 2, 1])]),
            ("loss", ParameterValue.Names("binary_cross_entropy")),
            ("epochs", ParameterValue.Integers(1)),
            ("learning_rate", ParameterValue.Numbers(0.01)),
            ("seed", ParameterValue.Integers([.. Enumerable.Range(1, runs).Select(seed => (long)seed)])));
        var result = new RunResult
        {
            EpochsTrained = 1,
            Metrics = new MetricValues(trainable.Metrics.Select(metric => metric.Name == trainable.Objective ? 0.125 : (double?)null)),
            TrainingSeconds = 0.1,
        };
        var worker = new WorkerId("a");
        IEnumerable<IExperimentEvent> events =
        [
            new ExperimentSubmitted(id, specification, new ExperimentEnvironment("", "", "", 1, 128, ""), at),
            .. Enumerable.Range(1, runs).Chunk(100).SelectMany(chunk => (IEnumerable<IExperimentEvent>)
            [
                new RunsAssigned(id, worker, [.. chunk.Select(run => new RunAttempt(run, 1))], at),
                .. chunk.SelectMany(run => (IExperimentEvent[])
                [
                    new CostsRecorded(id, new RunAttempt(run, 1), 0, [0.5, 0.25]),
                    new CostsRecorded(id, new RunAttempt(run, 1), 2, [0.125]),
                    new RunCompleted(id, new RunAttempt(run, 1), result, at),
                ]),
            ]),
        ];
        using var connection = database.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        JournalRows.Append(connection, transaction, ExperimentStream.NameOf(id), events, at);
        transaction.Commit();
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        using var done = await ProgramProcess.RunAsync(folder, 0, ["history", .. arguments]);
        return done.Output;
    }

    private async Task<string> BadAsync(params string[] arguments)
    {
        using var refused = await ProgramProcess.RunAsync(folder, 2, ["history", .. arguments]);
        return refused.Error;
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(params string[] filter) =>
        [.. (await DoneAsync(["--json", .. filter])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
