using System.Runtime.Versioning;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Only the owner can read what the programs write.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode EverybodyReads = Owner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Grid = """
        name: small
        dataset: {kind: moons, examples: 60}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 20}
        grid: {optimizer: gd, learning_rate: 0.01, batch_size: 16, seed: 1}
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Only_the_owner_can_read_database_logs_and_report_and_the_users_folders_stay_unchanged()
    {
        folder.Write("grid.yaml", Grid);
        Directory.CreateDirectory(folder.File("reports"), EverybodyReads);
        using var first = await ProgramProcess.RunAsync(folder, 0, "run", "grid.yaml", "--report", "reports/first", "--workers", "1");
        var logs = Directory.GetFiles(Path.Combine(folder.Home, "logs"));

        // Permissions as an earlier version left them.
        logs.ShouldNotBeEmpty();
        foreach (var file in (string[])[folder.Database, .. logs])
        {
            File.SetUnixFileMode(file, EverybodyReads);
        }

        using var second = await ProgramProcess.RunAsync(
            folder, 0, "run", "grid.yaml", "--report", "reports/second", "--workers", "1");
        using var export = await ProgramProcess.RunAsync(folder, 0, "history", "export", "last", "--format", "parquet", "--output", "exported");

        foreach (var path in Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Where(path => path != folder.File("grid.yaml") && path != folder.File("reports")))
        {
            (File.GetUnixFileMode(path) & ~Owner).ShouldBe(UnixFileMode.None, path);
        }

        File.GetUnixFileMode(folder.File("reports")).ShouldBe(EverybodyReads);
    }
}
