using System.Globalization;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>A coordinator with certificates, and nodes and clients without access.</summary>
public sealed class SecurityTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Only_nodes_with_a_certificate_of_the_authority_take_part()
    {
        var port = FreePorts.Find();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        using var ours = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "ours", "--host", "127.0.0.1", "--worker", "worker");
        using var theirs = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "theirs", "--host", "127.0.0.1", "--worker", "worker");
        // These nodes would trust our coordinator, so it is the coordinator that refuses them.
        folder.Write("both.pem", File.ReadAllText(folder.File("ours/ca.pem")) + File.ReadAllText(folder.File("theirs/ca.pem")));
        string[] own = ["--tls-certificate", "ours/worker.pem", "--tls-ca", "ours/ca.pem"];
        string[] strange = ["--tls-certificate", "theirs/worker.pem", "--tls-ca", "both.pem"];
        var logs = folder.File("logs-of-coordinator");
        using var coordinator = ProgramProcess.Start(
            folder, "coordinator", "--listen", address, "--logs", logs, "--verbose", "--tls-certificate", "ours/127.0.0.1.pem", "--tls-ca", "ours/ca.pem");
        await coordinator.SaysAsync("Coordinator on");

        using var plain = ProgramProcess.StartWorker(folder, "--join", address, "--slots", "1");
        using var stranger = ProgramProcess.StartWorker(folder, ["--join", address, "--slots", "1", .. strange]);
        // The certificate is for the address and not for the name.
        using var misled = ProgramProcess.StartWorker(folder, ["--join", string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"), "--slots", "1", .. own]);
        await coordinator.SaysAsync("was not issued by a trusted authority");
        var api = (await ProgramProcess.ApiOfAsync(coordinator)).Authority;

        using var worker = ProgramProcess.StartWorker(folder, ["--join", address, "--slots", "1", .. own]);
        using var submitted = await ProgramProcess.RunAsync(
            folder, 0, ["submit", "optimization-methods", "--set", "training.epochs=10", "--wait", "--json", "--to", api]);
        using var workers = await ProgramProcess.RunAsync(folder, 0, ["workers", "--json", "--to", api]);
        workers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length.ShouldBe(1);
        Secrets().ShouldAllBe(secret => !coordinator.Error.Contains(secret, StringComparison.Ordinal));
        foreach (var line in Directory.GetFiles(folder.Path, "*.clef", SearchOption.AllDirectories).SelectMany(LocalCluster.ReadShared))
        {
            Secrets().ShouldAllBe(secret => !line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_workers_certificate_cannot_be_a_coordinator()
    {
        using var made = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "tls", "--worker", "worker");

        using var coordinator = await ProgramProcess.RunAsync(
            folder, 2, "coordinator", "--listen", "127.0.0.1:0", "--tls-certificate", "tls/worker.pem", "--tls-ca", "tls/ca.pem");

        coordinator.Error.ShouldContain("is not for server authentication");
    }

    [Fact]
    public async Task Another_user_of_the_machine_is_a_stranger_to_a_coordinator_on_loopback()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartAsync();
        using var other = new TestFolder();

        using var own = await ProgramProcess.RunAsync(folder, 0, "workers", "--to", cluster.ApiAddresses);
        using var stranger = await ProgramProcess.RunAsync(other, 2, "workers", "--to", cluster.ApiAddresses);
        stranger.Error.ShouldContain("This request needs a token");
        var token = Directory.GetFiles(folder.Home, "api-token-*").ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(token).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await cluster.StopCoordinatorAsync(0);
        File.Exists(token).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_has_one_coordinator()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartAsync();

        using var second = await ProgramProcess.RunAsync(folder, 3, "coordinator", "--listen", cluster.Addresses, "--db", folder.File("other.db"));

        second.Error.ShouldContain(cluster.Addresses);
        second.Error.ShouldContain("in use");
        File.Exists(folder.File("other.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plain_run_opens_no_port()
    {
        using var run = ProgramProcess.Start(folder, ["run", .. UndisturbedGrid.Arguments, "--db", folder.Database, "--json"]);
        await run.HasCompletedAsync(1);

        ListeningPortsOf(run.Id).ShouldBeEmpty();
    }

    /// <summary>The inodes of the process's listening sockets, from Linux.</summary>
    private static List<string> ListeningPortsOf(int process)
    {
        const string Listening = "0A";
        var sockets = new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Select(file => file.LinkTarget).OfType<string>()
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet();
        return [.. ((string[])["tcp", "tcp6"]).SelectMany(kind => File.ReadLines($"/proc/{process}/net/{kind}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Listening && sockets.Contains(fields[9])).Select(fields => fields[1])];
    }

    /// <summary>The text lines of our nodes' keys.</summary>
    private IEnumerable<string> Secrets() => ((string[])["ours/127.0.0.1.pem", "ours/worker.pem"]).SelectMany(file =>
        File.ReadAllLines(folder.File(file)).SkipWhile(line => !line.Contains("PRIVATE", StringComparison.Ordinal)).Where(line => !line.StartsWith('-')));
}
