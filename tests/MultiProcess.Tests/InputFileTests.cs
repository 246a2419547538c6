using System.Diagnostics;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Any input file leads to a result or a clear message with the right exit code. Nothing hangs, and no memory is exhausted.</summary>
public sealed class InputFileTests : IDisposable
{
    private const string Grid = """
        network: {layers: [2, 3, 1]}
        training: {epochs: 2, record_every: 1}
        grid: {optimizer: [gd], learning_rate: [0.1], batch_size: [2]}
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("run", "INPUT")]
    [InlineData("run", "csv.yaml")]
    [InlineData("run", "idx.yaml")]
    [InlineData("report", "last", "--header", "INPUT")]
    [InlineData("history", "import", "INPUT")]
    [InlineData("submit", "optimization-methods", "--to", "127.0.0.1:1", "--settings", "INPUT")]
    [InlineData("coordinator", "--dashboard", "127.0.0.1:0", "--dashboard-token-file", "INPUT")]
    [InlineData("coordinator", "--tls-certificate", "INPUT", "--tls-ca", "INPUT")]
    [InlineData("status", "--to", "https://127.0.0.1:1", "--tls-ca", "INPUT")]
    public async Task Pipes_devices_folders_and_empty_files_are_no_input(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes and devices in its file system.");
        using (var make = Process.Start("mkfifo", [folder.File("pipe")]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Directory.CreateDirectory(folder.File("folder"));
        folder.Write("empty", "");
        var isSettings = arguments.Contains("--settings");
        foreach (var (input, reason) in ((string, string)[])[("pipe", "pipe"), ("/dev/zero", "device"), ("folder", "folder"), ("empty", "empty")])
        {
            if (isSettings && input == "empty")
            {
                continue;
            }

            folder.Write("csv.yaml", $"name: n\ndataset: {{kind: csv, path: {input}}}\n{Grid}");
            folder.Write("idx.yaml", $"name: n\ndataset: {{kind: idx, path: csv.yaml, labels_path: {input}}}\n{Grid}");

            using var program = await ProgramProcess.RunAsync(folder, 2, [.. arguments.Select(argument => argument == "INPUT" ? input : argument)]);

            program.Error.ShouldContain(input);
            program.Error.ShouldContain(reason);
            program.Error.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task Damaged_data_give_a_result_or_a_clear_message()
    {
        const int Files = 12;
        for (var seed = 1000; seed < 1000 + Files; seed++)
        {
            var damaged = DamagedDatasets.Damage(seed);
            await File.WriteAllBytesAsync(folder.File("data"), damaged.Data, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(folder.File("labels"), damaged.Labels, TestContext.Current.CancellationToken);
            var dataset = damaged.Labels.Length == 0 ? "{kind: csv, path: data}" : "{kind: idx, path: data, labels_path: labels}";
            folder.Write("damaged.yaml", $"name: damaged\ndataset: {dataset}\n{Grid}");

            // A small heap, which is enough for data that need no memory beyond their content.
            using var program = ProgramProcess.StartWith(
                folder, ProgramProcess.Coordinator, [("DOTNET_GCHeapHardLimit", "C000000")], "run", "damaged.yaml", "--report", $"report-{seed}");

            (await program.ExitCodeAsync()).ShouldBeOneOf([0, 1, 2], $"seed {seed}: {program.Error}");
            program.Error.ShouldNotContain("   at ", customMessage: $"seed {seed}");
            program.Error.ShouldNotContain("unexpected", customMessage: $"seed {seed}");
        }
    }
}
