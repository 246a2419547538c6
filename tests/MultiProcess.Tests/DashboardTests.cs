using System.Net;
using System.Text.Json;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The dashboard of real processes, and command lines that use it.</summary>
public sealed class DashboardTests : IDisposable
{
    private const string Admin = "admin-token-of-the-tests", Reader = "reader-token-of-the-tests";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Command_lines_submit_follow_and_steer_by_the_api()
    {
        await File.WriteAllTextAsync(folder.File("tokens"), $"ann admin {Admin}\nbob read {Reader}\n", TestContext.Current.CancellationToken);
        using var coordinator = ProgramProcess.Start(
            folder, "coordinator", "--listen", "127.0.0.1:0", "--db", folder.Database, "--dashboard", "127.0.0.1:0", "--dashboard-token-file", folder.File("tokens"));
        var dashboard = await AddressAsync(coordinator);
        var node = coordinator.Output.Split('\n')[0].Split(' ')[2].TrimEnd(',');
        using var worker = ProgramProcess.StartWorker(folder, "--join", node, "--slots", "1");
        await IsWellAsync(dashboard + "health/ready");

        var followed = await RunAsync(0, Admin, "submit", "optimization-methods", "--set", "training.epochs=20", "--wait", "--json", "--to", dashboard);
        var id = Submitted(followed);
        followed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].ShouldContain("\"completed\":3");
        (await RunAsync(0, Reader, "status", id, "--json", "--to", dashboard)).ShouldContain("\"state\":\"ended\"");
        (await RunAsync(0, Reader, "workers", "--json", "--to", dashboard)).ShouldContain("\"slots\":1");

        // The submission includes the data, whatever the coordinator's machine has under the same path.
        folder.Write("data.csv", "x,y,label\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 7},{row % 5},{row % 2}\n")));
        folder.Write("csv.yaml", """
            name: own-data
            dataset: {kind: csv, path: data.csv, label: label}
            network: {layers: [2, 3, 1]}
            training: {epochs: 5}
            grid: {optimizer: [gd, adam], learning_rate: [0.01], batch_size: [8], seed: 1}
            """);
        (await RunAsync(2, Reader, "submit", "csv.yaml", "--to", dashboard)).ShouldContain("may view experiments but not steer them");
        (await RunAsync(0, Admin, "submit", "csv.yaml", "--wait", "--json", "--to", dashboard)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].ShouldContain("\"completed\":2");

        var waiting = Submitted(await RunAsync(0, Admin, "submit", "optimizer-grid", "--set", "confirmation=false", "--json", "--to", dashboard));
        (await RunAsync(0, Admin, "pause", waiting, "--to", dashboard)).ShouldContain("is paused");
        (await RunAsync(2, Admin, "pause", id, "--to", dashboard)).ShouldContain("it has ended");
        (await RunAsync(0, Admin, "priority", waiting, "7", "--to", dashboard)).ShouldContain("priority 7");
        (await RunAsync(2, Reader, "cancel", waiting, "--to", dashboard)).ShouldContain("may view experiments but not steer them");
        (await RunAsync(2, "another-token-of-the-tests", "status", "--to", dashboard)).ShouldContain("NNOPTIM_TOKEN");
        (await RunAsync(0, Admin, "resume", waiting, "--to", dashboard)).ShouldContain("is resumed");
        (await RunAsync(0, Admin, "cancel", waiting, "--to", dashboard)).ShouldContain("is cancelled");

        var steered = await RunAsync(0, Reader, "history", "show", waiting, "--db", folder.Database);
        ((string[])["submit by ann", "pause by ann", "priority 7 by ann", "resume by ann", "cancel by ann"]).ShouldAllBe(action => steered.Contains(action, StringComparison.Ordinal), steered);
        var actions = JsonDocument.Parse(await RunAsync(0, Reader, "history", "show", waiting, "--json", "--db", folder.Database)).RootElement.GetProperty("actions");
        actions.EnumerateArray().Select(action => action.GetProperty("action").GetString()).ShouldBe(["submit", "pause", "priority", "resume", "cancel"]);
    }

    [Fact]
    public async Task Only_clients_that_trust_its_authority_accept_a_dashboards_certificate()
    {
        // A dashboard on loopback uses no TLS.
        using var sites = TwoSites.Create();
        await File.WriteAllTextAsync(folder.File("tokens"), $"ann admin {Admin}\n", TestContext.Current.CancellationToken);
        using var ours = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "ours", "--host", sites.EastAddress);
        using var theirs = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "theirs", "--host", sites.EastAddress);
        using var coordinator = ProgramProcess.StartIn(
            sites.East, folder, ProgramProcess.Coordinator, "coordinator", "--listen", $"{sites.EastAddress}:4053", "--dashboard", $"{sites.EastAddress}:4080",
            "--dashboard-token-file", "tokens", "--tls-certificate", $"ours/{sites.EastAddress}.pem", "--tls-ca", "ours/ca.pem");
        var dashboard = await AddressAsync(coordinator);

        dashboard.ShouldBe($"https://{sites.EastAddress}:4080/");
        var submitted = Submitted(await RunAsync(0, Admin, "submit", "optimization-methods", "--json", "--to", dashboard, "--tls-ca", "ours/ca.pem"));
        (await RunAsync(0, Admin, "status", submitted, "--to", dashboard, "--tls-ca", "ours/ca.pem")).ShouldContain(submitted);
        foreach (var untrusting in (string[][])[["--tls-ca", "theirs/ca.pem"], []])
        {
            var refused = await RunAsync(3, Admin, ["status", "--to", dashboard, .. untrusting]);
            refused.ShouldContain("presented an untrusted certificate");
            refused.ShouldContain("give its authority with --tls-ca");
        }
    }

    [Fact]
    public async Task A_coordinator_whose_database_is_gone_is_unready_until_it_is_back_and_lives_on()
    {
        using var server = new PostgreSqlServer();
        using var coordinator = ProgramProcess.Start(
            folder, "coordinator", "--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0", "--db", server.CreateDatabase());
        var dashboard = await AddressAsync(coordinator);
        await IsAsync(dashboard + "health/ready", HttpStatusCode.OK, "ready");

        server.Crash();
        await IsAsync(dashboard + "health/ready", HttpStatusCode.ServiceUnavailable, "the journal cannot be written: ");
        await IsAsync(dashboard + "health/live", HttpStatusCode.OK, "alive");

        server.Restart();
        await IsAsync(dashboard + "health/ready", HttpStatusCode.OK, "ready");
    }

    [Fact]
    public async Task A_run_prints_the_address_of_its_page_and_the_page_ends_with_it()
    {
        using var run = ProgramProcess.Start(
            folder, "run", "optimizer-grid", "--set", "confirmation=false", "--set", "training.epochs=20", "--json", "--dashboard", "127.0.0.1:0", "--db", folder.Database, "--report", "report");
        await run.SeesLineAsync(line => line.StartsWith("{\"event\":\"dashboard\"", StringComparison.Ordinal));

        var link = new Uri(run.Event("dashboard").GetProperty("url").GetString()!);
        link.Host.ShouldBe("127.0.0.1");
        link.Fragment.ShouldStartWith($"#/experiments/{run.Event("started").GetProperty("experiment").GetString()}?token=");
        (await run.ExitCodeAsync()).ShouldBe(0, run.Error);
    }

    [Theory]
    [InlineData("--dashboard: 'here' is not HOST:PORT", "run", "optimization-methods", "--dashboard", "here")]
    [InlineData("start nnoptim coordinator --dashboard with tokens", "run", "optimization-methods", "--dashboard", "0.0.0.0:4080")]
    [InlineData("give tokens with --dashboard-token-file", "coordinator", "--dashboard", "0.0.0.0:4080", "--insecure")]
    [InlineData("0.0.0.0 is not a loopback address", "coordinator", "--dashboard", "0.0.0.0:4080")]
    [InlineData("no-such-file cannot be read", "coordinator", "--dashboard", "127.0.0.1:4080", "--dashboard-token-file", "no-such-file")]
    [InlineData("is on another machine and not encrypted", "status", "--to", "http://elsewhere.example:4080")]
    [InlineData("--to: 'ftp://127.0.0.1:4080' is not HOST:PORT", "status", "--to", "ftp://127.0.0.1:4080")]
    public async Task Invalid_values_are_reported_before_anything_is_written(string told, params string[] arguments)
    {
        using var refused = await ProgramProcess.RunAsync(folder, 2, arguments);

        refused.Error.ShouldContain(told);
        refused.Output.Trim().ShouldBeEmpty();
        Directory.Exists(folder.Home).ShouldBeFalse();
    }

    /// <summary>The address of a coordinator's dashboard, from its output.</summary>
    private static async Task<string> AddressAsync(ProgramProcess coordinator) => (await ProgramProcess.ApiOfAsync(coordinator)).AbsoluteUri;

    /// <summary>Completes when an address gives this answer.</summary>
    private static async Task IsAsync(string address, HttpStatusCode status, string text)
    {
        using var client = new HttpClient();
        var last = "";
        await ProgramProcess.UntilAsync(async () =>
        {
            using var answer = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
            last = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return answer.StatusCode == status;
        });
        last.ShouldContain(text);
    }

    private static string Submitted(string output) =>
        JsonDocument.Parse(output.Split('\n')[0]).RootElement.GetProperty("experiment").GetString()!;

    /// <summary>Completes when the health command succeeds; a busy machine may take longer than one attempt waits.</summary>
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
