using System.Diagnostics;
using System.Globalization;
using NNOptim.Tests.Common;

namespace NNOptim.Soak;

/// <summary>
/// Faults of the active coordinator, one after the other, while workers train. Two lanes have three coordinators on loopback, one has
/// two sites in network namespaces. After each fault results must come again within 15 s, and each coordinator's process must be the
/// coordinator or a standby. At the end no result may be lost or duplicated.
/// </summary>
internal static class Schedules
{
    private const double Allowed = 15;
    private const int LoopbackLanes = 2;
    private const int SecondsBetween = 40;
    private const int SlotsOfALane = 4;

    public static async Task<int> RunAsync(int count, int seed, FaultKind? kind)
    {
        var faults = Fault.Draw(count, new Random(seed)).Where(fault => kind is null || fault.Kind == kind).ToList();
        var partitions = faults.Where(fault => fault.IsPartition).ToList();
        var others = faults.Where(fault => !fault.IsPartition).ToList();
        List<(string Name, List<Fault> Faults, Func<TestFolder, string[], Task<Lane>> Start)> plan =
        [
            .. Enumerable.Range(0, LoopbackLanes).Select(lane =>
                ($"loopback {lane + 1}", others.Where((_, index) => index % LoopbackLanes == lane).ToList(), (Func<TestFolder, string[], Task<Lane>>)LoopbackLane.StartAsync)),
            ("sites", partitions, SitesLane.StartAsync),
        ];
        plan.RemoveAll(lane => lane.Faults.Count == 0);
        var grid = Grid(plan.Max(lane => lane.Faults.Sum(fault => fault.Seconds + SecondsBetween)));
        using var folder = new TestFolder();
        List<(string Name, List<Fault> Faults, Lane Lane, TestFolder Folder)> started = [];
        foreach (var (name, laneFaults, start) in plan)
        {
            // One after the other: sixteen programs that start at once would be a load themselves.
            var laneFolder = new TestFolder();
            var lane = await start(laneFolder, grid);
            await lane.CalmAsync();
            started.Add((name, laneFaults, lane, laneFolder));
        }

        using var gate = new SemaphoreSlim(1);
        var outcomes = await Task.WhenAll(started.Select(each => StrikeAsync(each.Name, each.Faults, each.Lane, gate)));
        // Only now, because it would take the processors from the coordinators that take over.
        using var local = await ProgramProcess.RunAsync(folder, 0, ["run", .. grid, "--db", folder.File("local.db"), "--report", "undisturbed"]);
        foreach (var (_, _, lane, laneFolder) in started)
        {
            await lane.CheckAsync(laneFolder, folder.File("undisturbed/runs.csv"));
            lane.Dispose();
            laneFolder.Dispose();
        }

        return Show([.. outcomes.SelectMany(each => each)], seed);
    }

    private static string[] Grid(int seconds)
    {
        // A run takes an eighth of a second on one processor of 2.6 GHz (Zen 4), so a lane alone ends eight runs per second; three lanes share them.
        const int Epochs = 36_000;
        var runsASecond = 8 * Math.Min(Environment.ProcessorCount, SlotsOfALane);
        return
        [
            "optimizer-grid", "--set", "confirmation=false", "--set", "grid.learning_rate=[0.01]", "--set", "grid.batch_size=[64]", "--set", $"grid.seed=1..{seconds * runsASecond / 3}",
            "--set", $"training.epochs={Epochs}", "--set", $"training.record_every={Epochs / 5}", "--allow-large-grid",
        ];
    }

    private static async Task<List<Outcome>> StrikeAsync(string name, List<Fault> faults, Lane lane, SemaphoreSlim gate)
    {
        var outcomes = new List<Outcome>();
        foreach (var fault in faults)
        {
            var before = lane.Acknowledged();
            var longest = await lane.StrikeAsync(fault, gate);
            outcomes.Add(new Outcome(fault, longest, lane.Missing(before)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {fault.Kind} for {fault.Seconds} s: at most {longest:0.0} s without a result"));
        }

        await lane.KillAllAsync();
        return outcomes;
    }

    private static int Show(List<Outcome> outcomes, int seed)
    {
        Console.WriteLine();
        Console.WriteLine("| fault | count | seconds it lasted | longest time without a result, s | results lost |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var alike in outcomes.GroupBy(outcome => outcome.Fault.Kind).OrderBy(group => group.Key))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {alike.Key} | {alike.Count()} | {alike.Min(outcome => outcome.Fault.Seconds)} to {alike.Max(outcome => outcome.Fault.Seconds)} | {alike.Max(outcome => outcome.Longest):0.0} | {alike.Sum(outcome => outcome.Lost)} |"));
        }

        outcomes.Sum(outcome => outcome.Lost).ShouldBe(0);
        outcomes.ShouldAllBe(outcome => outcome.Longest < Allowed + (outcome.Fault.Kind == FaultKind.DatabaseCrash ? outcome.Fault.Seconds : 0));
        Console.WriteLine($"{outcomes.Count} faults, seed {seed}: all held");
        return 0;
    }

    private sealed record Outcome(Fault Fault, double Longest, long Lost);
}

/// <summary>A cluster that has faults while it trains one experiment.</summary>
internal abstract class Lane : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected abstract string Database { get; }

    /// <summary>Causes a fault for its duration, undoes it, and waits for recovery. Returns the longest time without a result, in seconds.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="gate">Held until results come again, so that coordinators of two lanes do not take over at once on the same processors.</param>
    public async Task<double> StrikeAsync(Fault fault, SemaphoreSlim gate)
    {
        var epoch = Number("SELECT epoch FROM coordinator_lease");
        var lasts = TimeSpan.FromSeconds(fault.Seconds);
        Progress progress;
        await gate.WaitAsync();
        try
        {
            await CalmAsync();
            progress = NewProgress();
            var before = progress.Count;
            await BeginAsync(fault);
            if (fault.Seconds == 0)
            {
                await EndAsync(fault);
            }

            await progress.WatchAsync(() => progress.Count > before || (fault.Seconds > 0 && progress.Elapsed >= lasts), Patience + lasts);
        }
        finally
        {
            gate.Release();
        }

        if (fault.Seconds > 0)
        {
            await progress.WatchAsync(() => progress.Elapsed >= lasts, Patience + lasts);
            await EndAsync(fault);
        }

        var results = progress.Count;
        await progress.WatchAsync(() => progress.Count > results && IsWhole(), progress.Elapsed + Patience);
        if (fault.ReplacesCoordinator)
        {
            Number("SELECT epoch FROM coordinator_lease").ShouldBeGreaterThan(epoch, "nobody took over");
        }

        await PrepareNextAsync();
        return progress.Longest.TotalSeconds;
    }

    /// <summary>Waits until results come steadily again, so that a fault meets running trainings.</summary>
    public async Task CalmAsync()
    {
        const int Results = 40;
        var progress = NewProgress();
        var start = progress.Count;
        await progress.WatchAsync(() => progress.Count >= start + Results, Patience);
    }

    private Progress NewProgress() => new(() => Number("SELECT COUNT(*) FROM journal WHERE manifest = 'rc'"));

    /// <summary>The positions in the journal of all results that are acknowledged now.</summary>
    public string Acknowledged()
    {
        using var connection = new Npgsql.NpgsqlConnection(Database);
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand("SELECT COALESCE(array_agg(ordering)::text, '{}') FROM journal WHERE manifest = 'rc'", connection);
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>The number of these results that are no longer in the journal.</summary>
    public long Missing(string acknowledged) => Number($"SELECT COUNT(*) FROM unnest('{acknowledged}'::bigint[]) before(place) WHERE place NOT IN (SELECT ordering FROM journal WHERE manifest = 'rc')");

    /// <summary>Requires that no result is duplicated, and that all are those of the undisturbed run.</summary>
    /// <param name="folder">The lane's folder.</param>
    /// <param name="reference">The table of runs of the undisturbed experiment.</param>
    public async Task CheckAsync(TestFolder folder, string reference)
    {
        using var report = await ProgramProcess.RunAsync(folder, 0, "report", "last", "--db", Database, "--report", "survived");
        var undisturbed = ResultsOf(reference);
        var survived = ResultsOf(folder.File("survived/runs.csv"));
        survived.Count.ShouldBe((int)Number("SELECT COUNT(*) FROM journal WHERE manifest = 'rc'"), "each result must be in the journal once");
        Console.WriteLine($"{survived.Count} results, none doubled");
        survived.ShouldAllBe(run => undisturbed[run.Key] == run.Value);
        Number("""
            SELECT COUNT(*) - (SELECT COUNT(*) FROM (SELECT DISTINCT persistence_id, writer_uuid FROM journal) writers) FROM (
              SELECT writer_uuid, LAG(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY ordering) AS before FROM journal) rows
            WHERE writer_uuid IS DISTINCT FROM before
            """).ShouldBe(0, "a writer that was followed by another never writes again");
    }

    public abstract void Dispose();

    protected abstract Task BeginAsync(Fault fault);

    protected abstract Task EndAsync(Fault fault);

    /// <summary>Prepares the next fault after recovery.</summary>
    protected virtual Task PrepareNextAsync() => Task.CompletedTask;

    /// <summary>Kills all coordinators and workers; the database stays.</summary>
    public abstract Task KillAllAsync();

    /// <summary>Whether one process is the coordinator, with the lease, and all others are standbys.</summary>
    protected abstract bool IsWhole();

    protected long Number(string sql) => PostgreSqlServer.Scalar(Database, sql);

    protected string Holder()
    {
        using var connection = new Npgsql.NpgsqlConnection(Database);
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand("SELECT address FROM coordinator_lease", connection);
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>The final costs of the runs that have ended, by run.</summary>
    private static Dictionary<string, string> ResultsOf(string runs) =>
        ReportTables.Read(runs).Where(row => row["state"] is "completed" or "diverged").ToDictionary(row => row["run"], row => row["final_cost"]);

    /// <summary>Polls the number of results.</summary>
    private sealed class Progress(Func<long> count)
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private TimeSpan last;

        public long Count { get; private set; } = count();

        public TimeSpan Elapsed => watch.Elapsed;

        public TimeSpan Longest { get; private set; }

        public async Task WatchAsync(Func<bool> isOver, TimeSpan deadline)
        {
            while (!isOver())
            {
                watch.Elapsed.ShouldBeLessThan(deadline, "it did not become whole");
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                Look();
            }
        }

        private void Look()
        {
            try
            {
                if (count() is var now && now > Count)
                {
                    (Count, last) = (now, watch.Elapsed);
                }
            }
            catch (Npgsql.NpgsqlException)
            {
                // The database is unavailable.
            }

            Longest = watch.Elapsed - last > Longest ? watch.Elapsed - last : Longest;
        }
    }
}

/// <summary>Three coordinators and two workers on loopback.</summary>
internal sealed class LoopbackLane : Lane
{
    private readonly PostgreSqlServer server = new();
    private readonly LocalCluster cluster;
    private int struck;

    private LoopbackLane(TestFolder folder)
    {
        Database = server.CreateDatabase();
        cluster = new LocalCluster(folder, Database, coordinators: 3, workers: 2) { Slots = 2 };
    }

    protected override string Database { get; }

    public static async Task<Lane> StartAsync(TestFolder folder, string[] grid)
    {
        var lane = new LoopbackLane(folder);
        await lane.cluster.StartAsync();
        await lane.cluster.SubmitAsync(grid);
        return lane;
    }

    public override void Dispose()
    {
        cluster.Dispose();
        server.Dispose();
    }

    protected override async Task BeginAsync(Fault fault)
    {
        struck = cluster.Holder(Holder());
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                await cluster.KillCoordinatorAsync(struck);
                break;
            case FaultKind.KillAll:
                await cluster.KillAllAsync();
                break;
            case FaultKind.Terminate:
                await cluster.StopCoordinatorAsync(struck);
                break;
            case FaultKind.Freeze:
                cluster.SetFrozen(struck, true);
                break;
            case FaultKind.DatabaseCrash:
                server.Crash();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault));
        }
    }

    protected override Task EndAsync(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill or FaultKind.Terminate:
                cluster.LaunchCoordinator(struck);
                break;
            case FaultKind.KillAll:
                Enumerable.Range(0, cluster.Coordinators).ToList().ForEach(cluster.LaunchCoordinator);
                Enumerable.Range(0, cluster.Workers).ToList().ForEach(index => cluster.StartWorker(index));
                break;
            case FaultKind.Freeze:
                cluster.SetFrozen(struck, false);
                break;
            case FaultKind.DatabaseCrash:
                server.Restart();
                break;
        }

        return Task.CompletedTask;
    }

    public override Task KillAllAsync() => cluster.KillAllAsync();

    protected override bool IsWhole()
    {
        var holder = cluster.Holder(Holder());
        return Enumerable.Range(0, cluster.Coordinators).All(index => cluster.SaysThatItIsCoordinator(index) == (index == holder));
    }
}

/// <summary>A coordinator and a worker at each of two sites.</summary>
internal sealed class SitesLane : Lane
{
    private readonly TwoSites sites = TwoSites.Create();
    private SiteCluster cluster = null!;

    protected override string Database => cluster.Database;

    public static async Task<Lane> StartAsync(TestFolder folder, string[] grid)
    {
        var lane = new SitesLane();
        lane.cluster = await SiteCluster.StartAsync(lane.sites, folder, grid);
        return lane;
    }

    public override void Dispose()
    {
        cluster.Dispose();
        sites.Dispose();
    }

    /// <summary>Faults affect the east. When the west has the coordinator, they affect a standby and a worker.</summary>
    protected override Task BeginAsync(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.CutOff:
                sites.CutOffEast();
                break;
            case FaultKind.Deafen:
                sites.DeafenEast();
                break;
            default:
                sites.Separate();
                break;
        }

        return Task.CompletedTask;
    }

    protected override Task EndAsync(Fault fault)
    {
        sites.Heal();
        return Task.CompletedTask;
    }

    /// <summary>Makes the east the coordinator again, because the next fault is to affect the coordinator.</summary>
    protected override async Task PrepareNextAsync()
    {
        if (Holder() != cluster.EastAddress)
        {
            await cluster.HandOverToEastAsync();
        }
    }

    public override Task KillAllAsync() => cluster.KillAllAsync();

    protected override bool IsWhole()
    {
        var isEast = Holder() == cluster.EastAddress;
        return ProgramProcess.IsCoordinator(cluster.East) == isEast && ProgramProcess.IsCoordinator(cluster.West) == !isEast;
    }
}
