namespace NNOptim.MultiProcess.Tests;

/// <summary>The program overwrites no files of the user, and a full disk does not suppress the results on the screen.</summary>
public sealed class OverwriteTests : IDisposable
{
    private const string Data = "x1,x2,label\n0.1,1.2,0\n0.4,0.9,1\n-0.3,1.1,0\n0.8,0.2,1\n";

    private const string Experiment = """
        name: small
        dataset: {kind: csv, path: data/runs.csv}
        network: {layers: [2, 3, 1]}
        training: {epochs: 2, record_every: 1}
        grid: {optimizer: [gd, adam], learning_rate: [0.1], batch_size: [2]}
        """;

    private readonly TestFolder folder = new();

    public OverwriteTests()
    {
        Directory.CreateDirectory(folder.File("data"));
        folder.Write("data/runs.csv", Data);
        folder.Write("small.yaml", Experiment);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_report_does_not_overwrite_the_experiments_data()
    {
        using var run = await ProgramProcess.RunAsync(folder, 2, "run", "small.yaml", "--report", "data");

        run.Error.ShouldContain("runs.csv is the dataset");
        run.Output.ShouldNotContain("Experiment");
        File.ReadAllText(folder.File("data/runs.csv")).ShouldBe(Data);
        Directory.GetFileSystemEntries(folder.File("data")).ShouldHaveSingleItem();
        File.Exists(folder.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task A_report_does_not_overwrite_the_experiment_file_the_header_or_the_database()
    {
        Directory.CreateDirectory(folder.File("out"));
        File.Move(folder.File("small.yaml"), folder.File("out/report.md"));
        folder.Write("out/report.md", Experiment.Replace("data/", "../data/", StringComparison.Ordinal));
        using var overFile = await ProgramProcess.RunAsync(folder, 2, "run", "out/report.md", "--report", "out");
        overFile.Error.ShouldContain("report.md is the experiment file");

        using var overDatabase = await ProgramProcess.RunAsync(folder, 2, "run", "out/report.md", "--report", "new", "--db", "new/costs.csv");
        overDatabase.Error.ShouldContain("costs.csv is the database");
        Directory.Exists(folder.File("new")).ShouldBeFalse();

        using var run = await ProgramProcess.RunAsync(folder, 0, "run", "out/report.md", "--report", "good");
        folder.Write("out/report.html", "<p>Our laboratory</p>");
        using var overHeader = await ProgramProcess.RunAsync(folder, 2, "report", "last", "--report", "out", "--header", "out/report.html");
        overHeader.Error.ShouldContain("report.html is the --header file");
    }

    [Fact]
    public async Task Init_overwrites_neither_a_file_nor_a_schema_of_the_user()
    {
        folder.Write("experiment.schema.json", "{}");

        using var refused = await ProgramProcess.RunAsync(folder, 2, "init", "small.yaml");
        refused.Error.ShouldContain("small.yaml and ");
        refused.Error.ShouldContain("experiment.schema.json exist; --force overwrites.");
        using var schemaAlone = await ProgramProcess.RunAsync(folder, 2, "init", "new.yaml");
        File.ReadAllText(folder.File("experiment.schema.json")).ShouldBe("{}");
        File.Exists(folder.File("new.yaml")).ShouldBeFalse();

        using var forced = await ProgramProcess.RunAsync(folder, 0, "init", "new.yaml", "--force");
        using var again = await ProgramProcess.RunAsync(folder, 0, "init", "newer.yaml");
    }

    [Fact]
    public async Task A_full_disk_under_the_report_takes_nothing_from_the_screen()
    {
        using var disk = SmallDisk.Mount(folder.File("disk"));
        using var first = await ProgramProcess.RunAsync(folder, 0, "run", "small.yaml", "--report", "disk/report");
        var before = await File.ReadAllBytesAsync(folder.File("disk/report/report.html"), TestContext.Current.CancellationToken);
        disk.Fill();

        using var run = await ProgramProcess.RunAsync(folder, 3, "rerun", "last", "--report", "disk/report");

        run.Output.ShouldContain("Candidate: ");
        run.Output.ShouldContain("2 of 2 runs");
        run.Error.ShouldContain("The report cannot be written to");
        (await File.ReadAllBytesAsync(folder.File("disk/report/report.html"), TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task An_export_to_a_full_disk_blames_the_disk_and_leaves_nothing()
    {
        using var disk = SmallDisk.Mount(folder.File("disk"));
        using var run = await ProgramProcess.RunAsync(folder, 0, "run", "small.yaml", "--report", "report");
        disk.Fill();

        foreach (var format in (string[])["json", "csv", "parquet", "tensorboard", "mlflow"])
        {
            using var export = await ProgramProcess.RunAsync(folder, 3, "history", "export", "last", "--format", format, "--output", $"disk/{format}");

            export.Error.ShouldContain($"The export cannot be written to {folder.File($"disk/{format}")}: ");
            export.Error.ShouldNotContain("history in");
        }

        Directory.GetFileSystemEntries(disk.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Changed_or_missing_data_stop_what_would_train_on_them_at_once()
    {
        using var killed = ProgramProcess.Start(
            folder, "run", "small.yaml", "--set", "training.epochs=100000000", "--set", "training.record_every=1000000", "--json", "--report", "killed");
        await killed.SeesLineAsync(line => line.StartsWith("{\"event\":\"started\"", StringComparison.Ordinal));
        killed.Kill();
        await killed.ExitCodeAsync();
        using var ended = await ProgramProcess.RunAsync(folder, 0, "run", "small.yaml", "--report", "ended");
        using var before = await ProgramProcess.RunAsync(folder, 0, "history", "--json");

        await File.AppendAllTextAsync(folder.File("data/runs.csv"), "1,2,1\n", TestContext.Current.CancellationToken);
        using var changed = await ProgramProcess.RunAsync(folder, 2, "resume", IdOf(killed), "--report", "resumed");
        changed.Error.ShouldContain("the file has changed since the experiment was submitted");
        File.Delete(folder.File("data/runs.csv"));
        using var missing = await ProgramProcess.RunAsync(folder, 2, "resume", IdOf(killed), "--report", "resumed");
        missing.Error.ShouldContain("there is no such file");
        using var rerun = await ProgramProcess.RunAsync(folder, 2, "rerun", "last", "--report", "resumed");
        rerun.Error.ShouldContain("there is no such file");

        Directory.Exists(folder.File("resumed")).ShouldBeFalse();
        using var after = await ProgramProcess.RunAsync(folder, 0, "history", "--json");
        after.Output.ShouldBe(before.Output, "nothing is tried, and nothing written down");

        // An ended experiment no longer needs its data.
        using var resumed = await ProgramProcess.RunAsync(folder, 0, "resume", "last", "--report", "resumed");
    }

    private static string IdOf(ProgramProcess run) => run.Event("started").GetProperty("experiment").GetString()!;
}
