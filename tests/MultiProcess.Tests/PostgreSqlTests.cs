using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>PostgreSQL gives the same behaviour as SQLite, and failures of a server give clear messages.</summary>
public sealed class PostgreSqlTests(PostgreSqlServer server) : IDisposable
{
    private static readonly string[] Grid =
    [
        "run", "optimizer-grid", "--json", "--set", "confirmation=false",
        "--set", "grid.seed=[1,2]", "--set", "grid.batch_size=[16,64]", "--set", "training.epochs=3000",
    ];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_experiment_killed_midway_ends_as_one_on_SQLite_does()
    {
        var database = server.CreateDatabase();
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, [.. Grid, "--report", "sqlite"]);

        using var killed = ProgramProcess.Start(folder, [.. Grid, "--db", database, "--report", "killed"]);
        await killed.HasCompletedAsync(3);
        using (var beside = await ProgramProcess.RunAsync(folder, 2, "resume", "last", "--db", database))
        {
            beside.Error.ShouldContain("another process");
        }

        killed.Kill();
        await killed.ExitCodeAsync();
        using var resumed = await ProgramProcess.RunAsync(folder, 0, "resume", "last", "--db", database, "--json", "--report", "resumed");

        File.ReadAllText(folder.File("resumed/costs.csv")).ShouldBe(File.ReadAllText(folder.File("sqlite/costs.csv")));
        ReportTables.Results(folder.File("resumed/runs.csv")).ShouldBe(ReportTables.Results(folder.File("sqlite/runs.csv")));

        using var history = await ProgramProcess.RunAsync(folder, 0, "history", "--json", "--db", database);
        history.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length.ShouldBe(1);
        using var report = await ProgramProcess.RunAsync(folder, 0, "report", "last", "--db", database, "--report", "again");
        File.ReadAllText(folder.File("again/costs.csv")).ShouldBe(File.ReadAllText(folder.File("sqlite/costs.csv")));
    }

    [Fact]
    public async Task A_signal_stops_cleanly_and_its_advice_works_on_this_database()
    {
        var database = server.CreateDatabase();
        using var program = ProgramProcess.Start(folder, [.. Grid, "--db", database]);
        await program.HasCompletedAsync(2);
        program.Signal("INT");
        (await program.ExitCodeAsync()).ShouldBe(130);

        var resume = program.Event("interrupted").GetProperty("resume").GetString().ShouldNotBeNull();
        var (line, address) = (resume[..resume.IndexOf(" --db ", StringComparison.Ordinal)], resume.Split('"')[1]);
        using var resumed = await ProgramProcess.RunAsync(folder, 0, [.. line.Split(' ').Skip(1), "--db", address, "--json", "--report", "resumed"]);
        ReportTables.Read(folder.File("resumed/runs.csv")).Count.ShouldBe(48);
    }

    [Theory]
    [InlineData("postgres://postgres@127.0.0.1:1/lab", "cannot be reached")]
    [InlineData("postgres://postgres@127.0.0.1:PORT/nowhere", "does not exist")]
    [InlineData("postgres://guest:wrong-horse@127.0.0.1:PORT/postgres", "refused the login")]
    [InlineData("postgres://guest:right%20horse@127.0.0.1:PORT/postgres", "permission denied")]
    public async Task A_failure_of_the_server_exits_with_3_and_says_why(string address, string told)
    {
        server.CreateDatabase();
        var database = address.Replace("PORT", $"{server.Port}", StringComparison.Ordinal);

        using var program = await ProgramProcess.RunAsync(folder, 3, "run", "--db", database);

        program.Error.ShouldContain(told);
        program.Error.ShouldNotContain("horse");
        program.Error.ShouldNotContain("   at ");
        program.Error.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_malformed_address_exits_with_2()
    {
        using var program = await ProgramProcess.RunAsync(folder, 2, "run", "--db", "Host=db;Databse=lab;Password=sesame");

        program.Error.ShouldContain("Databse");
        program.Error.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task A_password_is_kept_nowhere()
    {
        var database = server.CreateDatabase() + ";Password=sesame";
        using var program = await ProgramProcess.RunAsync(folder, 0, "run", "--db", database, "--set", "training.epochs=10", "--report", "out", "--verbose");

        program.Error.ShouldNotContain("sesame");
        program.Output.ShouldNotContain("sesame");
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("sesame", StringComparison.Ordinal)).ShouldBeEmpty();
        PostgreSqlServer.Scalar(database, "SELECT COUNT(*) FROM journal WHERE position('sesame'::bytea IN message) > 0").ShouldBe(0);
    }
}
