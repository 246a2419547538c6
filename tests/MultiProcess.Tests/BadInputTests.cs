namespace NNOptim.MultiProcess.Tests;

/// <summary>A mistake ends in words and the right exit code, with nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_error_of_a_file_is_told_at_once_and_nothing_is_written()
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
    public async Task Bad_usage_exits_with_2(params string[] arguments)
    {
        using var program = await ProgramProcess.RunAsync(folder, 2, arguments);

        program.Error.ShouldNotBeNullOrWhiteSpace();
        program.Error.ShouldNotContain("   at ");
        File.Exists(folder.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_that_is_none_exits_with_3()
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
