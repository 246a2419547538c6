using System.Globalization;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>A database here, and a coordinator and a worker at each site. The process in the east is the coordinator.</summary>
internal sealed class SiteCluster : IDisposable
{
    private const int Port = 4053;
    private const int ApiPort = 4080;
    private const string Token = "admin-token-of-the-tests";

    private readonly PostgreSqlServer server;
    private readonly List<ProgramProcess> processes = [];
    private Func<string, string, string, Task<ProgramProcess>> start = null!;
    private readonly TwoSites sites;

    private SiteCluster(TwoSites sites)
    {
        this.sites = sites;
        server = new PostgreSqlServer { AlsoListensOn = sites.Here };
        Database = server.CreateDatabase();
    }

    public string Database { get; }

    /// <summary>The address of the coordinator in the east.</summary>
    public string EastAddress { get; private set; } = "";

    public ProgramProcess East { get; private set; } = null!;

    public ProgramProcess West { get; private set; } = null!;

    /// <summary>Starts all processes, and returns when some runs are done.</summary>
    public static async Task<SiteCluster> StartAsync(TwoSites sites, TestFolder folder, string[] grid)
    {
        var cluster = new SiteCluster(sites);
        var database = string.Create(
            CultureInfo.InvariantCulture, $"Host={sites.Here};Port={cluster.server.Port};Database={cluster.Database.Split("Database=")[1].Split(';')[0]};Username=postgres");
        using var certificates = await ProgramProcess.RunAsync(
            folder, 0, "certificates", "--out", "tls", "--host", sites.EastAddress, "--host", sites.WestAddress, "--worker", "worker");
        folder.Write("tokens", $"ann admin {Token}");
        string addresses = $"{sites.EastAddress}:{Port},{sites.WestAddress}:{Port}";
        cluster.start = CoordinatorAsync;
        cluster.EastAddress = $"{sites.EastAddress}:{Port}";
        cluster.East = await CoordinatorAsync(sites.East, sites.EastAddress, "Coordinator on");
        cluster.West = await CoordinatorAsync(sites.West, sites.WestAddress, "Standby on");
        Worker(sites.East);
        Worker(sites.West);
        using var submit = ProgramProcess.StartIn(
            sites.West, folder, ProgramProcess.Coordinator, [("NNOPTIM_TOKEN", Token)],
            ["submit", .. grid, "--json", "--to", $"{sites.EastAddress}:{ApiPort},{sites.WestAddress}:{ApiPort}", "--tls-ca", "tls/ca.pem"]);
        (await submit.ExitCodeAsync()).ShouldBe(0, submit.Error);
        await UntilAsync(() => cluster.Results() >= 3);
        return cluster;

        async Task<ProgramProcess> CoordinatorAsync(string site, string address, string said)
        {
            var started = ProgramProcess.StartIn(
                site, folder, ProgramProcess.Coordinator,
                ["coordinator", "--listen", $"{address}:{Port}", "--dashboard", $"{address}:{ApiPort}", "--dashboard-token-file", "tokens", "--db", database, "--logs", folder.File($"logs-{site}"), .. Tls(address)]);
            cluster.processes.Add(started);
            await started.SaysAsync(said);
            return started;
        }

        void Worker(string site) => cluster.processes.Add(ProgramProcess.StartIn(
            site, folder, ProgramProcess.Worker,
            ["--join", addresses, "--slots", "2", "--public-host", site, "--logs", folder.File($"logs-worker-{site}"), .. Tls("worker")]));
    }

    /// <summary>Makes the process in the east the coordinator again: the other releases the lease and is restarted.</summary>
    public async Task HandOverToEastAsync()
    {
        West.Signal("TERM");
        await West.ExitCodeAsync();
        await ProgramProcess.UntilAsync(() => Task.FromResult(ProgramProcess.IsCoordinator(East) == true));
        West = await start(sites.West, sites.WestAddress, "Standby on");
    }

    public long Scalar(string sql) => PostgreSqlServer.Scalar(Database, sql);

    public long Epoch() => Scalar("SELECT epoch FROM coordinator_lease");

    public long Results() => Scalar("SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");

    public long Writers() => Scalar("SELECT COUNT(*) FROM (SELECT DISTINCT persistence_id, writer_uuid FROM journal) writers");

    public Task EndsAsync() => UntilAsync(() => Scalar("SELECT COUNT(*) FROM journal WHERE manifest = 'ee'") == 1);

    /// <summary>Kills all coordinators and workers; the database stays.</summary>
    public Task KillAllAsync()
    {
        processes.ForEach(process => process.Kill());
        return Task.WhenAll(processes.Select(process => process.ExitCodeAsync()));
    }

    public void Dispose()
    {
        processes.ForEach(process => process.Dispose());
        server.Dispose();
    }

    private static Task UntilAsync(Func<bool> condition) => ProgramProcess.UntilAsync(() => Task.FromResult(condition()));

    private static string[] Tls(string node) => ["--tls-certificate", $"tls/{node}.pem", "--tls-ca", "tls/ca.pem"];
}
