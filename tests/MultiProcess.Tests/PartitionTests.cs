using System.Globalization;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>
/// Coordinators and workers at two sites whose network breaks, with TLS as off loopback: one side goes on, the other stops by
/// itself and comes back by itself, and no stream ever has two writers.
/// </summary>
public sealed class PartitionTests(UndisturbedGrid grid) : IDisposable
{
    private const int Port = 4053;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_side_that_is_cut_off_from_all_stops_and_comes_back_without_a_hand() => OneSideGoesOnAsync(sites => sites.CutOffEast());

    [Fact]
    public Task A_side_that_hears_nothing_but_is_heard_stops_and_comes_back_without_a_hand() => OneSideGoesOnAsync(sites => sites.DeafenEast());

    [Fact]
    public Task Of_two_sides_that_both_reach_the_database_one_stops_and_comes_back_without_a_hand() => OneSideGoesOnAsync(sites => sites.Separate());

    private async Task OneSideGoesOnAsync(Action<TwoSites> cut)
    {
        using var sites = TwoSites.Create();
        using var server = new PostgreSqlServer { AlsoListensOn = sites.Here };
        var own = server.CreateDatabase();
        var database = string.Create(
            CultureInfo.InvariantCulture, $"Host={sites.Here};Port={server.Port};Database={own.Split("Database=")[1].Split(';')[0]};Username=postgres");
        using var certificates = await ProgramProcess.RunAsync(
            folder, 0, "certificates", "--out", "tls", "--host", sites.EastAddress, "--host", sites.WestAddress, "--host", "worker");
        string addresses = $"{sites.EastAddress}:{Port},{sites.WestAddress}:{Port}";

        using var east = await StartCoordinatorAsync(sites.East, sites.EastAddress);
        using var west = await StartCoordinatorAsync(sites.West, sites.WestAddress);
        using var eastern = StartWorker(sites.East);
        using var western = StartWorker(sites.West);
        using var submit = ProgramProcess.StartIn(
            sites.West, folder, ProgramProcess.Coordinator, ["submit", .. UndisturbedGrid.Arguments, "--json", "--to", addresses, .. Tls("worker")]);
        (await submit.ExitCodeAsync()).ShouldBe(0, submit.Error);
        await UntilAsync(() => Results() >= 3);

        var seats = Scalar("SELECT MAX(number) FROM coordinators");
        cut(sites);
        var before = Results();
        before.ShouldBeLessThan(UndisturbedGrid.Runs, "the cut came too late to prove anything");
        const string Stopped = "it joins them anew";
        using var found = new CancellationTokenSource();
        var loser = await Task.WhenAny(east.SaysUntilAsync(Stopped, found.Token), west.SaysUntilAsync(Stopped, found.Token));
        await loser;
        await found.CancelAsync();
        await UntilAsync(() => Results() > before);
        sites.Heal();

        await UntilAsync(() => Scalar($"SELECT COUNT(*) FROM coordinators WHERE member AND number > {seats}") == 1);
        await UntilAsync(() => Scalar("SELECT COUNT(*) FROM coordinators WHERE member") == 2);
        await UntilAsync(() => Scalar("SELECT COUNT(*) FROM journal WHERE manifest = 'ee'") == 1);
        Results().ShouldBe(UndisturbedGrid.Runs, "nothing is repeated that was acknowledged");
        Writers().ShouldBeGreaterThan(1, "the cut came too late to prove anything");
        Scalar("""
            SELECT COUNT(*) FROM (
              SELECT writer_uuid, LAG(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY ordering) AS before FROM journal) rows
            WHERE writer_uuid IS DISTINCT FROM before
            """).ShouldBe(Writers(), "a writer that was followed by another never writes again");
        using var report = await ProgramProcess.RunAsync(folder, 0, "report", "last", "--db", own, "--report", "survived");
        await grid.ShouldBeAsync(folder.File("survived"));

        long Scalar(string sql) => PostgreSqlServer.Scalar(own, sql);

        long Results() => Scalar("SELECT COUNT(*) FROM journal WHERE manifest = 'rc'");

        long Writers() => Scalar("SELECT COUNT(*) FROM (SELECT DISTINCT persistence_id, writer_uuid FROM journal) writers");

        async Task<ProgramProcess> StartCoordinatorAsync(string site, string address)
        {
            var started = ProgramProcess.StartIn(
                site, folder, ProgramProcess.Coordinator,
                ["coordinator", "--listen", $"{address}:{Port}", "--db", database, "--logs", folder.File($"logs-{site}"), .. Tls(address)]);
            await started.SaysAsync("Coordinator on");
            return started;
        }

        ProgramProcess StartWorker(string site) => ProgramProcess.StartIn(
            site, folder, ProgramProcess.Worker,
            ["--join", addresses, "--slots", "1", "--public-host", site, "--logs", folder.File($"logs-worker-{site}"), .. Tls("worker")]);
    }

    private static string[] Tls(string node) => ["--tls-certificate", $"tls/{node}.pem", "--tls-ca", "tls/ca.pem"];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(ProgramProcess.Deadline);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
        }
    }
}
