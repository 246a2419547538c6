using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Akka.Remote;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Settings;

namespace NNOptim.Coordinator.Commands;

/// <summary>
/// A coordinator as a process of its own. Its node joins the other coordinators of the database; when these have taken it
/// for dead, it ends and another takes its place in the same process, so that a healed network needs no hand.
/// </summary>
internal static class CoordinatorProcess
{
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Runs until a signal. Gives the exit code.</summary>
    /// <exception cref="CommandException">It cannot start, or the database was away for too long.</exception>
    public static async Task<int> RunAsync(CoordinatorProcessSettings given, TimeProvider time)
    {
        var settings = given with { Listen = given.Listen with { Port = FreePortFor(given.Listen) } };
        LockNotice.WaitUntilFree(settings.Database, againstWriting: true, settings.DatabasePatience, time);
        Prepare(settings.Database);
        using var interruption = new Interruption();
        await using var logger = LogFiles.Create(settings.Logs, "nnoptim", settings.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim-coordinator", Environment.GetEnvironmentVariable, logger);
        using var locks = new ExperimentLocks(settings.Database);
        using var seat = TakeSeat(settings, time);
        await using var follower = HistoryFollower.Start(
            settings.Database, time, error => logger.Warning(error, "The history tables could not be brought up to the journal"));
        await using var watch = DatabaseWatch.Start(settings.Database, settings.DatabasePatience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, watch.GivenUp);
        await using var dashboard = settings.Dashboard is { } served ? await Dashboards.StartAsync(served, logger).ConfigureAwait(false) : null;
        var claim = new SeatClaim(logger, time);
        var first = true;
        while (true)
        {
            using var host = NodeHosting.Build(settings.Node, logger, akka =>
            {
                akka.WithJournal(settings.Database)
                    .WithCoordinatorLease(settings.Database)
                    .WithCoordinator(
                        new CoordinatorSettings { Locks = locks, IsLasting = true, DatabasePatience = settings.DatabasePatience }, time)
                    .WithFrontDesk(id => LiveCells.Of(settings.Database, id))
                    .WithPeerWatch(settings.Database, seat)
                    .AddStartup((system, _) => system.ActorOf(JournalListener.Props(watch), "journal-listener"));
                if (settings.HealthFile is { } file)
                {
                    akka.WithHealthFile(file);
                }
            });
            await StartAsync(host, settings).ConfigureAwait(false);
            var system = host.Services.GetRequiredService<ActorSystem>();
            dashboard?.Attach(system, host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorSingleton>());
            try
            {
                await JoinAsync(system, seat, claim, logger, time, stop.Token).ConfigureAwait(false);
                if (first)
                {
                    Console.WriteLine(
                        $"Coordinator on {settings.Address}, journal {settings.Database}. Workers: nnoptim-worker --join {settings.Address}; experiments: nnoptim submit FILE --to {settings.Address}");
                    if (dashboard is not null)
                    {
                        Console.WriteLine($"Dashboard: {dashboard.Address}");
                    }

                    first = false;
                }

                await system.WhenTerminated.WaitAsync(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
                return await LeftAsync(interruption, watch, follower).ConfigureAwait(false);
            }

            logger.Warning("The other coordinators took this one for dead; it joins them anew");
            Console.Error.WriteLine("The other coordinators took this one for dead, or the database did not answer; it joins them anew.");
            try
            {
                await claim.MakeAsync(seat.Take, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return await LeftAsync(interruption, watch, follower).ConfigureAwait(false);
            }
        }
    }

    private static async Task<int> LeftAsync(Interruption interruption, DatabaseWatch watch, HistoryFollower follower)
    {
        if (!interruption.Token.IsCancellationRequested)
        {
            throw watch.Failure;
        }

        await follower.EndAsync().ConfigureAwait(false);
        Console.Error.WriteLine("The coordinator has left; what it answered for goes on with another, or when it is started again.");
        return ExitCode.Success;
    }

    private static void Prepare(JournalDatabase database)
    {
        try
        {
            database.Prepare();
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            throw CommandException.Infrastructure(
                $"The database {database} cannot be written: {DatabaseFailure.Describe(database, error)}", error);
        }
    }

    private static CoordinatorSeat TakeSeat(CoordinatorProcessSettings settings, TimeProvider time)
    {
        var seat = settings.Database.CreateSeat(settings.Address.ToString(), time);
        try
        {
            seat.Take();
            return seat;
        }
        catch (CoordinatorSeatTakenException taken)
        {
            seat.Dispose();
            throw CommandException.BadInput(taken.Message);
        }
        catch (CoordinatorVersionException refused)
        {
            seat.Dispose();
            throw CommandException.Infrastructure(refused.Message, refused);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            seat.Dispose();
            throw CommandException.Infrastructure(
                $"The database {settings.Database} cannot be used: {DatabaseFailure.Describe(settings.Database, error)}", error);
        }
    }

    private static async Task StartAsync(IHost host, CoordinatorProcessSettings settings)
    {
        try
        {
            await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not CommandException)
        {
            var cause = error.GetBaseException();
            throw CommandException.Infrastructure($"The coordinator cannot listen on {settings.Listen}: {cause.Message}", error);
        }
    }

    /// <summary>
    /// Joins the coordinators there are, or forms the cluster. Those it waits for may die, so that it looks again who is
    /// there; the same ones are asked again by the cluster itself, and begun anew only when that has led nowhere for long.
    /// </summary>
    /// <remarks>
    /// When a coordinator starts again on its address just as another reconnects to it, both connections are made at once,
    /// and each side may settle on another one to read from: the answers of the asked are then lost until a connection
    /// ends. So the connections are given up before the nodes are asked anew.
    /// </remarks>
    private static async Task JoinAsync(
        ActorSystem system, CoordinatorSeat seat, SeatClaim claim, Serilog.ILogger logger, TimeProvider time, CancellationToken cancellation)
    {
        var cluster = Cluster.Get(system);
        var isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(isUp.SetResult);
        IReadOnlyList<string>? asked = null;
        var lastAsked = 0L;
        while (!isUp.Task.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (system.WhenTerminated.IsCompleted)
            {
                return;
            }

            if (await claim.TryAsync(seat.NodesToJoin, cancellation).ConfigureAwait(false) is { } nodes)
            {
                var isOverdue = asked is not null && time.GetElapsedTime(lastAsked) > JoinPatience;
                if (asked is null || isOverdue || !asked.SequenceEqual(nodes))
                {
                    if (isOverdue)
                    {
                        logger.Warning("Nobody has let this coordinator in for {Patience}; it connects anew to {Nodes}", JoinPatience, asked);
                        Disconnect(system, asked!.Select(node => AddressOf(cluster, node)));
                    }

                    logger.Information("Joins {Nodes}", nodes.Count == 0 ? ["nobody, and forms the cluster"] : nodes);
                    Join(cluster, nodes);
                    (asked, lastAsked) = (nodes, time.GetTimestamp());
                }
            }

            await Task.WhenAny(isUp.Task, system.WhenTerminated, Task.Delay(LookAgain, time, cancellation)).ConfigureAwait(false);
        }

        try
        {
            seat.Joined();
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            logger.Warning(error, "The other coordinators could not be told that this one has joined");
        }
    }

    private static void Join(Cluster cluster, IReadOnlyList<string> nodes)
    {
        if (nodes.Count == 0)
        {
            cluster.Join(cluster.SelfAddress);
        }
        else
        {
            cluster.JoinSeedNodes(nodes.Select(node => AddressOf(cluster, node)));
        }
    }

    private static Address AddressOf(Cluster cluster, string node) =>
        Address.Parse($"{cluster.SelfAddress.Protocol}://{NodeSettings.SystemName}@{node}");

    /// <summary>Ends the connections to the nodes. Without a known incarnation nobody stays quarantined; new ones are made at once.</summary>
    private static void Disconnect(ActorSystem system, IEnumerable<Address> nodes)
    {
        var provider = (IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider;
        foreach (var node in nodes)
        {
            provider.Quarantine(node, null);
        }
    }

    /// <summary>Others know this node by its port, and a node that takes its place must have the same.</summary>
    private static int FreePortFor(HostPort listen)
    {
        if (listen.Port != 0)
        {
            return listen.Port;
        }

        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
