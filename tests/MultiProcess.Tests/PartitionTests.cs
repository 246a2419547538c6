namespace NNOptim.MultiProcess.Tests;

/// <summary>
/// Coordinators and workers at two sites whose network breaks, with TLS as outside loopback. A process that cannot reach the database
/// is no longer the coordinator, the other takes over, and no stream ever has two writers at once.
/// </summary>
public sealed class PartitionTests(UndisturbedGrid grid) : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_coordinator_that_is_cut_off_from_all_is_replaced_and_comes_back_as_a_standby() => IsReplacedAsync(sites => sites.CutOffEast());

    [Fact]
    public Task A_coordinator_that_can_send_but_not_receive_is_replaced_and_comes_back_as_a_standby() => IsReplacedAsync(sites => sites.DeafenEast());

    [Fact]
    public async Task When_two_separated_sites_reach_the_database_the_coordinator_stays()
    {
        using var sites = Sites();
        using var cluster = await SiteCluster.StartAsync(sites, folder, UndisturbedGrid.Arguments);
        var epoch = cluster.Epoch();
        sites.Separate();
        var before = cluster.Results();
        before.ShouldBeLessThan(UndisturbedGrid.Runs, "the cut came too late to prove anything");

        await UntilAsync(() => cluster.Results() > before);
        sites.Heal();

        await cluster.EndsAsync();
        cluster.Epoch().ShouldBe(epoch);
        await ShouldBeWholeAsync(cluster);
    }

    private async Task IsReplacedAsync(Action<TwoSites> cut)
    {
        using var sites = Sites();
        using var cluster = await SiteCluster.StartAsync(sites, folder, UndisturbedGrid.Arguments);
        var epoch = cluster.Epoch();
        cut(sites);
        var before = cluster.Results();
        before.ShouldBeLessThan(UndisturbedGrid.Runs, "the cut came too late to prove anything");
        await cluster.East.SaysAsync("no longer the coordinator");
        await cluster.West.SaysAsync("Coordinator on");
        await UntilAsync(() => cluster.Results() > before);
        sites.Heal();

        await cluster.East.SaysAsync("Standby on");
        await cluster.EndsAsync();
        cluster.Epoch().ShouldBe(epoch + 1);
        cluster.Writers().ShouldBeGreaterThan(1, "the cut came too late to prove anything");
        await ShouldBeWholeAsync(cluster);
    }

    private async Task ShouldBeWholeAsync(SiteCluster cluster)
    {
        cluster.Results().ShouldBe(UndisturbedGrid.Runs, "nothing is repeated that was acknowledged");
        cluster.Scalar("""
            SELECT COUNT(*) FROM (
              SELECT writer_uuid, LAG(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY ordering) AS before FROM journal) rows
            WHERE writer_uuid IS DISTINCT FROM before
            """).ShouldBe(cluster.Writers(), "a writer that was followed by another never writes again");
        using var report = await ProgramProcess.RunAsync(folder, 0, "report", "last", "--db", cluster.Database, "--report", "survived");
        await grid.ShouldBeAsync(folder.File("survived"));
    }

    /// <summary>Two sites; skips the test where they cannot be created.</summary>
    private static TwoSites Sites()
    {
        try
        {
            return TwoSites.Create();
        }
        catch (NotSupportedException refusal)
        {
            Assert.Skip(refusal.Message);
            throw;
        }
    }

    private static Task UntilAsync(Func<bool> condition) => ProgramProcess.UntilAsync(() => Task.FromResult(condition()));
}
