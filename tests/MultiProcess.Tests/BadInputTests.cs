namespace NNOptim.MultiProcess.Tests;

/// <summary>Invalid input gives a clear message and the right exit code, and nothing is written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_error_of_a_file_is_reported_at_once_and_nothing_is_written()
    {
        folder.Write("grid.yaml", """
            name: broken
            dataset: {kind: moons, noise: -1}
            network: {layers: [2, 5, 1]}
            training: {epochz: 10, epochs: 0}
            grid: {optimizer: [gd, sgd], learning_rate: [0.1]}
            """);

        using var program = await ProgramProcess.RunAsync(folder, 2, "run", "grid.yaml");

        program.Error.ShouldContain("grid.yaml:2:");
        program.Error.ShouldContain("grid.yaml:4:");
        program.Error.ShouldContain("grid.yaml:5:");
        program.Error.ShouldContain("did you mean epochs?");
        program.Error.ShouldNotContain("   at ");
        File.Exists(folder.Database).ShouldBeFalse();
        Directory.Exists(folder.File("reports")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("run", "no-such-file.yaml")]
    [InlineData("run", "--slots", "0")]
    [InlineData("run", "--workers", "many")]
    [InlineData("run", "--set", "nonsense")]
    [InlineData("resume", "zzz")]
    [InlineData("retry", "zzz")]
    [InlineData("history", "show", "zzz")]
    [InlineData("juggle")]
    [InlineData()]
    [InlineData("history", "--since", "9999-12-31")]
    [InlineData("history", "--until", "0001-01-01")]
    [InlineData("run", "--report", "")]
    [InlineData("run", "")]
    [InlineData("run", "--slots", "99999999999999999999")]
    [InlineData("run", "--set", "training.epochs={")]
    [InlineData("run", "--to", "127.0.0.1:1")]
    [InlineData("history", "import", "/dev/null")]
    [InlineData("history", "export", "last", "--format", "\u001b[31m")]
    [InlineData("coordinator", "--listen", "host")]
    [InlineData("submit", "none.yaml", "--to", "http://")]
    public async Task Bad_usage_exits_with_2(params string[] arguments)
    {
        using var program = await ProgramProcess.RunAsync(folder, 2, arguments);

        program.Error.ShouldNotBeNullOrWhiteSpace();
        program.Error.ShouldNotContain("   at ");
        File.Exists(folder.Database).ShouldBeFalse();
    }

    [Theory]
    [InlineData("nnoptim")]
    [InlineData("nnoptim-worker")]
    public async Task Too_few_files_or_too_little_memory_are_reported(string name)
    {
        var program = name == "nnoptim" ? ProgramProcess.Coordinator : ProgramProcess.Worker;
        using var few = ProgramProcess.StartWith(folder, ["sh", "-c", "ulimit -n 64; exec dotnet exec \"$@\"", "sh", .. program], []);
        using var small = ProgramProcess.StartWith(folder, program, [("DOTNET_GCHeapHardLimit", "1000000")]);

        (await few.ExitCodeAsync()).ShouldBe(3, few.Error);
        few.Error.Trim().ShouldBe($"{name} cannot start: it may open 64 files but needs 400; raise the limit with ulimit -n.");
        (await small.ExitCodeAsync()).ShouldBe(3, small.Error);
        small.Error.Trim().ShouldStartWith($"{name} cannot start: its heap is limited to 16384 KiB");
    }

    [Theory]
    [InlineData("coordinator", "--listen")]
    [InlineData("run", "--dashboard")]
    public async Task A_port_in_use_is_reported_with_its_option(string verb, string option)
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        using var program = await ProgramProcess.RunAsync(folder, 3, verb, option, taken.LocalEndpoint.ToString()!);

        program.Error.Trim().ShouldBe($"{option}: {taken.LocalEndpoint} is in use by another process; give another HOST:PORT, or port 0 for a free one.");
    }

    [Fact]
    public async Task A_missing_working_folder_is_reported()
    {
        using var program = ProgramProcess.StartWith(
            folder, ["sh", "-c", "mkdir gone && cd gone && rmdir ../gone && exec dotnet exec \"$@\"", "sh", .. ProgramProcess.Coordinator], [], "history");

        (await program.ExitCodeAsync()).ShouldBe(3, program.Error);
        program.Error.Trim().ShouldBe("nnoptim cannot start: its working folder no longer exists; change to another folder.");
    }

    [Fact]
    public async Task A_file_that_is_not_a_database_exits_with_3()
    {
        folder.Write("text.db", string.Join('\n', Enumerable.Repeat("this is no database", 100)));

        using var program = await ProgramProcess.RunAsync(folder, 3, "run", "--db", "text.db");

        program.Error.ShouldContain("text.db");
        program.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_report_folder_that_cannot_be_made_exits_with_3_before_any_training()
    {
        folder.Write("file", "");

        using var program = await ProgramProcess.RunAsync(folder, 3, "run", "--report", "file/report");

        program.Error.ShouldContain("file/report");
        File.Exists(folder.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task Divergence_is_a_result()
    {
        var file = folder.Write("grid.yaml", """
            name: diverging
            dataset: {kind: blobs, examples: 60, centers: 2}
            network: {layers: [2, 4, 1], loss: mean_squared_error}
            training: {epochs: 200, record_every: 1}
            grid: {optimizer: [gd], learning_rate: [0.001, 1.0e+30], batch_size: [16], seed: [1]}
            """);

        using var program = await ProgramProcess.RunAsync(folder, 0, "run", file, "--report", "out");

        var runs = ReportTables.Read(folder.File("out/runs.csv"));
        runs.Select(row => row["state"]).ShouldBe(["completed", "diverged"]);
        runs[1]["diverged_at_epoch"].ShouldNotBeEmpty();
    }
}
