using System.Text.Json;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The dashboard of real processes, and command lines that speak to it.</summary>
public sealed class DashboardTests : IDisposable
{
    private const string Admin = "admin-token-of-the-tests", Reader = "reader-token-of-the-tests", Dashboard = "Dashboard: ";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Command_lines_submit_follow_and_steer_by_the_api()
    {
        await File.WriteAllTextAsync(folder.File("tokens"), $"ann admin {Admin}\nbob read {Reader}\n", TestContext.Current.CancellationToken);
        using var coordinator = ProgramProcess.Start(
            folder, "coordinator", "--listen", "127.0.0.1:0", "--db", folder.Database, "--dashboard", "127.0.0.1:0", "--dashboard-token-file", folder.File("tokens"));
        await coordinator.SeesLineAsync(line => line.StartsWith(Dashboard, StringComparison.Ordinal));
        var lines = coordinator.Output.Split('\n', StringSplitOptions.TrimEntries);
        var dashboard = lines.Single(line => line.StartsWith(Dashboard, StringComparison.Ordinal))[Dashboard.Length..];
        var node = lines[0].Split(' ')[2].TrimEnd(',');
        using var worker = ProgramProcess.StartWorker(folder, "--join", node, "--slots", "1");
        await IsWellAsync(dashboard + "health/ready");

        var followed = await RunAsync(0, Admin, "submit", "optimization-methods", "--set", "training.epochs=20", "--wait", "--json", "--to", dashboard);
        var id = Submitted(followed);
        followed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].ShouldContain("\"completed\":3");
        (await RunAsync(0, Reader, "status", id, "--json", "--to", dashboard)).ShouldContain("\"state\":\"ended\"");
        (await RunAsync(0, Reader, "workers", "--json", "--to", dashboard)).ShouldContain("\"slots\":1");

        var waiting = Submitted(await RunAsync(0, Admin, "submit", "optimizer-grid", "--json", "--to", dashboard));
        (await RunAsync(0, Admin, "pause", waiting, "--to", dashboard)).ShouldContain("is paused");
        (await RunAsync(2, Admin, "pause", id, "--to", dashboard)).ShouldContain("it has ended");
        (await RunAsync(0, Admin, "priority", waiting, "7", "--to", dashboard)).ShouldContain("priority 7");
        (await RunAsync(2, Reader, "cancel", waiting, "--to", dashboard)).ShouldContain("may look, and not steer");
        (await RunAsync(2, "another-token-of-the-tests", "status", "--to", dashboard)).ShouldContain("NNOPTIM_TOKEN");
        (await RunAsync(0, Admin, "resume", waiting, "--to", dashboard)).ShouldContain("is resumed");
        (await RunAsync(0, Admin, "cancel", waiting, "--to", dashboard)).ShouldContain("is cancelled");
    }

    [Fact]
    public async Task A_run_tells_where_its_page_is_and_ends_with_it()
    {
        using var run = ProgramProcess.Start(
            folder, "run", "optimizer-grid", "--set", "training.epochs=20", "--json", "--dashboard", "127.0.0.1:0", "--db", folder.Database, "--report", "report");
        await run.SeesLineAsync(line => line.StartsWith("{\"event\":\"dashboard\"", StringComparison.Ordinal));

        run.Event("dashboard").GetProperty("url").GetString()!.ShouldStartWith("http://127.0.0.1:");
        (await run.ExitCodeAsync()).ShouldBe(0, run.Error);
    }

    [Theory]
    [InlineData("--dashboard: 'here' is not HOST:PORT", "run", "optimization-methods", "--dashboard", "here")]
    [InlineData("start nnoptim coordinator --dashboard with tokens", "run", "optimization-methods", "--dashboard", "0.0.0.0:4080")]
    [InlineData("give tokens with --dashboard-token-file", "coordinator", "--dashboard", "0.0.0.0:4080", "--insecure")]
    [InlineData("0.0.0.0 is not this machine's loopback", "coordinator", "--dashboard", "0.0.0.0:4080")]
    [InlineData("no-such-file cannot be read", "coordinator", "--dashboard", "127.0.0.1:4080", "--dashboard-token-file", "no-such-file")]
    [InlineData("goes unencrypted to another machine", "status", "--to", "http://elsewhere.example:4080")]
    [InlineData("--to: 'ftp://127.0.0.1:4080' is not HOST:PORT", "status", "--to", "ftp://127.0.0.1:4080")]
    public async Task What_is_not_allowed_is_told_before_anything_is_written(string told, params string[] arguments)
    {
        using var refused = await ProgramProcess.RunAsync(folder, 2, arguments);

        refused.Error.ShouldContain(told);
        refused.Output.Trim().ShouldBeEmpty();
        Directory.Exists(folder.Home).ShouldBeFalse();
    }

    private static string Submitted(string output) =>
        JsonDocument.Parse(output.Split('\n')[0]).RootElement.GetProperty("experiment").GetString()!;

    /// <summary>Completes when the program finds it so; a busy machine may take longer than the program waits.</summary>
    private async Task IsWellAsync(string address)
    {
        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        while (true)
        {
            using var health = ProgramProcess.Start(folder, "health", address);
            if (await health.ExitCodeAsync() == 0)
            {
                return;
            }

            deadline.IsCancellationRequested.ShouldBeFalse(health.Error);
        }
    }

    private async Task<string> RunAsync(int exitCode, string token, params string[] arguments)
    {
        using var run = ProgramProcess.StartWith(folder, ("NNOPTIM_TOKEN", token), arguments);
        (await run.ExitCodeAsync()).ShouldBe(exitCode, run.Output + run.Error);
        return run.Output + run.Error;
    }
}
