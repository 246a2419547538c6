using System.Diagnostics;

namespace NNOptim.MultiProcess.Tests;

/// <summary>A worker's messages on invalid settings, and the certificates that the command creates for it.</summary>
public sealed class WorkerCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_a_coordinator_there_is_nothing_to_do()
    {
        (await RefusedAsync([])).ShouldStartWith("--join is missing");
    }

    [Fact]
    public async Task Errors_of_all_layers_are_reported_at_once_and_nothing_is_written()
    {
        folder.Write("worker.yaml", "# ours\njoin: nowhere");

        var told = await RefusedAsync(["--settings", "worker.yaml", "--slots", "0"], ("NNOPTIM_INSECURE", "perhaps"));

        told.ShouldContain("worker.yaml:2: join: 'nowhere' is not HOST:PORT");
        told.ShouldContain("--slots: '0' is not a whole number from 1 to 1024.");
        told.ShouldContain("NNOPTIM_INSECURE: 'perhaps' is not true or false.");
        Directory.Exists(folder.Home).ShouldBeFalse();
    }

    [Fact]
    public async Task Outside_loopback_it_requires_certificates()
    {
        (await RefusedAsync(["--join", "127.0.0.1:4053,coordinator.example:4053"])).ShouldStartWith("--join: coordinator.example is not a loopback address");
        (await RefusedAsync([], ("NNOPTIM_JOIN", "10.0.0.1:4053"))).ShouldStartWith("NNOPTIM_JOIN: 10.0.0.1 is not a loopback address");
    }

    [Fact]
    public async Task Unusable_certificates_are_reported()
    {
        using var made = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "tls", "--host", "a.example", "--host", "b.example,10.0.0.2");
        made.Output.ShouldContain(Path.Combine("tls", "b.example.pem"));
        using var again = await ProgramProcess.RunAsync(folder, 2, "certificates", "--out", "tls", "--host", "a.example");
        again.Error.ShouldContain("a.example.pem already exists and is not overwritten.");
        folder.Write("broken.pem", "no certificate");

        (await RefusedAsync(["--join", "a.example:1", "--tls-certificate", "none.pem", "--tls-ca", "tls/ca.pem"])).ShouldContain("none.pem: there is no such file.");
        (await RefusedAsync(["--join", "a.example:1", "--tls-certificate", "broken.pem", "--tls-ca", "broken.pem"])).ShouldContain("broken.pem holds no certificate in PEM.");
        (await RefusedAsync(["--join", "a.example:1", "--tls-certificate", "tls/ca.pem", "--tls-ca", "tls/ca.pem"])).ShouldContain("tls/ca.pem holds no private key; give its file with --tls-key.");
        (await RefusedAsync(["--join", "a.example:1", "--tls-certificate", "tls/a.example.pem"])).ShouldContain("--tls-ca is missing");
        (await RefusedAsync(["--join", "a.example:1", "--tls-certificate", "tls/a.example.pem", "--tls-ca", "tls/ca.pem", "--insecure"])).ShouldContain("--insecure");
    }

    [Theory]
    [InlineData("certificates")]
    [InlineData("certificates", "--out", "tls", "--days", "0")]
    [InlineData("certificates", "--out", "tls", "--host", "a/b")]
    public async Task Certificates_without_nodes_are_refused(params string[] arguments)
    {
        using var program = await ProgramProcess.RunAsync(folder, 2, arguments);

        program.Error.ShouldNotBeNullOrWhiteSpace();
        Directory.Exists(folder.File("tls")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_that_was_never_healthy_is_not_healthy()
    {
        using var program = await ProgramProcess.RunAsync(folder, 3, "health", "no-file");

        program.Error.ShouldContain("no-file was not touched");
    }

    private async Task<string> RefusedAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NNOPTIM_HOME"] = folder.Home },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in (string[])["exec", .. ProgramProcess.Worker, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        process.ExitCode.ShouldBe(2, await error);
        (await output).ShouldBeEmpty();
        (await error).ShouldNotContain("   at ");
        return await error;
    }
}
