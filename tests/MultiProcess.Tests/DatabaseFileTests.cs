using Microsoft.Data.Sqlite;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The SQLite file after a command has ended, and before the next one opens it.</summary>
public sealed class DatabaseFileTests(PostgreSqlServer server) : IDisposable
{
    private const string Grid = """
        name: small
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 40, record_every: 10}
        grid: {optimizer: [gd, adam], learning_rate: [0.01], batch_size: [32], seed: [1, 2]}
        """;

    /// <summary>More runs than the test needs, so that it ends first.</summary>
    private const string Endless = """
        name: endless
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 4000, record_every: 1000}
        grid: {optimizer: [gd], learning_rate: [0.01], batch_size: [32], seed: 1..9000}
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task After_a_run_the_file_alone_is_complete_with_its_tables()
    {
        using var run = await RunAsync(0, "run", folder.Write("grid.yaml", Grid), "--db", "m.db", "--report", "r");

        Files("m.db").ShouldBe(["m.db"]);
        Scalar("m.db", "SELECT completed FROM experiments").ShouldBe(4);
        File.Copy(folder.File("m.db"), folder.File("copy.db"));
        (await ListedAsync("copy.db")).ShouldBe(1);

        File.Move(folder.File("m.db"), folder.File("archive.db"));
        using var second = await RunAsync(0, "run", "grid.yaml", "--db", "m.db", "--report", "r2");
        (await ListedAsync("archive.db")).ShouldBe(1);
        (await ListedAsync("m.db")).ShouldBe(1);
        (await ListedAsync("copy.db")).ShouldBe(1);
        Files("m.db").ShouldBe(["m.db"]);
    }

    [Fact]
    public async Task After_an_interruption_the_file_alone_is_complete_with_its_tables()
    {
        using var run = ProgramProcess.Start(folder, "run", folder.Write("endless.yaml", Endless), "--db", "m.db", "--json");
        await run.HasCompletedAsync(2);
        run.Signal("INT");

        (await run.ExitCodeAsync()).ShouldBe(130, run.Error);
        Files("m.db").ShouldBe(["m.db"]);
        Scalar("m.db", "SELECT completed FROM experiments").ShouldBeGreaterThanOrEqualTo(2);
        using var doctor = await RunAsync(0, "history", "doctor", "--db", "m.db");
        doctor.Output.ShouldContain("the history tables are 0 events behind. No problems found.");
    }

    [Fact]
    public async Task Whatever_command_is_used_after_a_kill_the_file_is_complete_when_it_ends()
    {
        using (var run = ProgramProcess.Start(folder, "run", folder.Write("endless.yaml", Endless), "--db", "m.db", "--json"))
        {
            await run.HasCompletedAsync(2);
            run.Kill();
            await run.ExitCodeAsync();
        }

        Files("m.db").ShouldContain("m.db-wal");
        File.Copy(folder.File("m.db"), folder.File("alone.db"));
        using var refused = await RunAsync(3, "run", "endless.yaml", "--db", "alone.db");
        refused.Error.ShouldContain("alone.db-wal");
        File.Move(folder.File("m.db"), folder.File("archive.db"));
        using var stray = await RunAsync(3, "run", "endless.yaml", "--db", "m.db");
        stray.Error.ShouldContain("m.db-wal holds events of a database that was moved or deleted");
        File.Move(folder.File("archive.db"), folder.File("m.db"));

        (await ListedAsync("m.db")).ShouldBe(1);
        Files("m.db").ShouldBe(["m.db"]);
    }

    [Fact]
    public async Task A_file_that_is_deleted_under_a_run_ends_it_with_3_and_what_it_held_is_kept()
    {
        using var run = ProgramProcess.Start(folder, "run", folder.Write("endless.yaml", Endless), "--db", "m.db", "--json");
        await run.HasCompletedAsync(2);
        File.Delete(folder.File("m.db"));

        (await run.ExitCodeAsync()).ShouldBe(3, run.Error);
        run.Error.ShouldContain($"The database {folder.File("m.db")} was deleted or moved while this process used it. Its contents are in {folder.File("m.db.rescued")}");
        Scalar("m.db.rescued", "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'").ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_file_that_is_replaced_under_a_coordinator_ends_it_with_3()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartAsync();
        File.WriteAllText(folder.File("new.db"), "");
        File.Move(folder.File("new.db"), folder.Database, overwrite: true);

        var (exitCode, error) = await cluster.EndOfCoordinatorAsync(0);
        exitCode.ShouldBe(3, error);
        error.ShouldContain("was replaced by another file while this process used it");
    }

    [Fact]
    public async Task A_lock_is_reported_and_waited_for_until_the_timeout()
    {
        using var run = await RunAsync(0, "run", folder.Write("grid.yaml", Grid), "--db", "m.db", "--report", "r");
        using var connection = new SqliteConnection($"Data Source={folder.File("m.db")};Pooling=False");
        connection.Open();
        using (connection.BeginTransaction())
        {
            using var refused = await RunAsync(3, "run", "grid.yaml", "--db", "m.db", "--report", "r2", "--db-patience", "7");
            refused.Error.ShouldContain($"Another process holds the lock of the database {folder.File("m.db")}; waiting up to 7 s.");
            refused.Error.ShouldContain("Another process has held the lock of the database");
            (await ListedAsync("m.db")).ShouldBe(1);
        }

        ProgramProcess waiting;
        using (connection.BeginTransaction())
        {
            waiting = ProgramProcess.Start(folder, "run", "grid.yaml", "--db", "m.db", "--report", "r3");
            await waiting.SaysAsync("Another process holds the lock");
        }

        using (waiting)
        {
            (await waiting.ExitCodeAsync()).ShouldBe(0, waiting.Error);
        }
    }

    [Fact]
    public async Task A_backup_is_made_while_a_run_writes_and_overwrites_nothing()
    {
        using var run = ProgramProcess.Start(folder, "run", folder.Write("endless.yaml", Endless), "--db", "m.db", "--json");
        await run.HasCompletedAsync(2);
        using var backup = await RunAsync(0, "history", "backup", "copies/b.db", "--db", "m.db");
        run.Signal("INT");
        (await run.ExitCodeAsync()).ShouldBe(130, run.Error);

        Directory.GetFiles(folder.File("copies")).ShouldBe([folder.File("copies/b.db")]);
        using var doctor = await RunAsync(0, "history", "doctor", "--db", "copies/b.db");
        using var again = await RunAsync(2, "history", "backup", "copies/b.db", "--db", "m.db");
        again.Error.ShouldContain("already exists");
        using var nothing = await RunAsync(2, "history", "backup", "c.db", "--db", "missing.db");
        nothing.Error.ShouldContain("missing.db");
        using var postgreSql = await RunAsync(2, "history", "backup", "c.db", "--db", server.CreateDatabase());
        postgreSql.Error.ShouldContain("pg_dump");
        File.Exists(folder.File("c.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Where_nothing_can_be_written_a_history_is_read()
    {
        Directory.CreateDirectory(folder.File("d"));
        using var run = await RunAsync(0, "run", folder.Write("grid.yaml", Grid), "--db", "d/j.db", "--report", "r");
        using var readOnly = ReadOnlyFolder.Mount(folder.File("d"));

        (await ListedAsync("d/j.db")).ShouldBe(1);
        using var show = await RunAsync(0, "history", "show", "last", "--db", "d/j.db");
        using var report = await RunAsync(0, "report", "last", "--db", "d/j.db", "--report", "r2");
        using var doctor = await RunAsync(0, "history", "doctor", "--db", "d/j.db");
        using var note = await RunAsync(3, "history", "note", "last", "x", "--db", "d/j.db");
        note.Error.ShouldContain("this user cannot write its file or its folder");
        using var again = await RunAsync(3, "run", "grid.yaml", "--db", "d/j.db", "--report", "r3");
        again.Error.ShouldContain("this user cannot write its file or its folder");
    }

    [Fact]
    public async Task A_database_of_another_program_is_named_by_every_command()
    {
        using (var connection = new SqliteConnection($"Data Source={folder.File("guests.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE guests (name TEXT)";
            command.ExecuteNonQuery();
        }

        folder.Write("grid.yaml", Grid);
        foreach (var line in (string[])
            ["run grid.yaml", "resume last", "retry last", "rerun last", "report last", "history", "history show last", "history compare a b", "history export last",
                "history note last x", "history delete last --yes", "history doctor", "history rebuild", "history backup b.db", "coordinator --listen 127.0.0.1:0"])
        {
            using var refused = await RunAsync(3, [.. line.Split(' '), "--db", "guests.db"]);
            refused.Error.ShouldContain($"{folder.File("guests.db")} is a SQLite database of another program: it has the tables guests.", customMessage: line);
            refused.Error.ShouldNotContain("   at ");
        }

        Scalar("guests.db", "SELECT COUNT(*) FROM sqlite_master").ShouldBe(1);
    }

    private Task<ProgramProcess> RunAsync(int exitCode, params string[] arguments) => ProgramProcess.RunAsync(folder, exitCode, arguments);

    private async Task<int> ListedAsync(string database)
    {
        using var list = await RunAsync(0, "history", "--json", "--db", database);
        return list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private string[] Files(string database) =>
        [.. Directory.GetFiles(folder.Path, database + "*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private long Scalar(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File(database)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a text of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
