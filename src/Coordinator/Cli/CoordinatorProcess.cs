using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using Serilog.Core;

namespace NNOptim.Cli;

/// <summary>
/// A coordinator as a process of its own. It runs a node while it holds the database's lease, and is a standby without one otherwise,
/// so that there is never a second coordinator.
/// </summary>
internal sealed class CoordinatorProcess
{
    private readonly CoordinatorProcessSettings settings;
    private readonly CoordinatorLease lease;
    private readonly DatabaseWatch watch;
    private readonly ServedDashboard dashboard;
    private readonly Logger logger;
    private readonly TimeProvider time;

    private CoordinatorProcess(CoordinatorProcessSettings settings, CoordinatorLease lease, DatabaseWatch watch, ServedDashboard dashboard, Logger logger, TimeProvider time)
    {
        this.settings = settings;
        this.lease = lease;
        this.watch = watch;
        this.dashboard = dashboard;
        this.logger = logger;
        this.time = time;
    }

    /// <summary>Runs until a signal. Gives the exit code.</summary>
    /// <exception cref="CommandException">It cannot start, or the database was away for too long.</exception>
    public static async Task<int> RunAsync(CoordinatorProcessSettings given, TimeProvider time)
    {
        if (given.HealthFile is { } healthFile)
        {
            HealthFile.RequireOwn(healthFile);
        }

        var settings = given with { Listen = given.Listen with { Port = await ListenPort.CheckAsync(given.Listen, given.ListenSource).ConfigureAwait(false) } };
        if (settings.Dashboard is { Listen.Port: not 0 } page)
        {
            await ListenPort.CheckAsync(page.Listen, page.ListenSource).ConfigureAwait(false);
        }

        JournalPreparation.Prepare(settings.Database, settings.DatabasePatience, time);
        using var interruption = new Interruption();
        await using var logger = LogFiles.Create(settings.Logs, "nnoptim", settings.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim-coordinator", Environment.GetEnvironmentVariable, logger);
        using var lease = settings.Database.CreateLease(settings.Address.ToString(), time);
        await using var watch = DatabaseWatch.Start(settings.Database, settings.DatabasePatience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, watch.GivenUp);
        await using var dashboard = await Dashboards.StartAsync(settings.Dashboard, logger).ConfigureAwait(false);
        await new CoordinatorProcess(settings, lease, watch, dashboard, logger, time).ServeAsync(stop.Token).ConfigureAwait(false);
        if (!interruption.Token.IsCancellationRequested)
        {
            throw watch.Failure;
        }

        Console.Error.WriteLine("The coordinator has left; what it answered for goes on with another, or when it is started again.");
        return ExitCode.Success;
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        try
        {
            while (await TakeLeaseAsync(stop).ConfigureAwait(false) is { } term)
            {
                bool isLost;
                await using (var keeper = LeaseKeeper.Start(lease, time))
                {
                    await WorkAsync(term, keeper, stop).ConfigureAwait(false);
                    isLost = keeper.Lost.IsCancellationRequested;
                }

                if (!isLost)
                {
                    Release();
                }
            }
        }
        finally
        {
            if (settings.HealthFile is { } file)
            {
                HealthFile.Remove(file);
            }
        }
    }

    /// <summary>Waits as a standby until the lease can be taken; null when the process is to stop.</summary>
    private async Task<LeaseTerm?> TakeLeaseAsync(CancellationToken stop)
    {
        string? told = null;
        while (!stop.IsCancellationRequested)
        {
            if (await Task.Run(TryTake, CancellationToken.None).ConfigureAwait(false) is { } term)
            {
                return term;
            }

            dashboard.Host.Detach(lease.Holder);
            if (lease.Holder.Length > 0 && lease.Holder != told)
            {
                told = lease.Holder;
                Console.WriteLine($"Standby on {settings.Address}, journal {settings.Database}. The coordinator is on {told}; this one takes over when that one is gone.");
            }

            if (settings.HealthFile is { } file)
            {
                HealthFile.Touch(file);
            }

            // A database tells nobody that a lease has lapsed.
            await Task.Delay(CoordinatorLease.TryInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private LeaseTerm? TryTake()
    {
        try
        {
            return lease.TryTake();
        }
        catch (LeaseRefusedException refused)
        {
            throw refused.IsUsersMistake ? CommandException.BadInput(refused.Message) : CommandException.Infrastructure(refused.Message, refused);
        }
#pragma warning disable CA1031 // Whatever fails, a standby tries again; the watch over the database counts how long.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.Warning(error, "The lease could not be asked for");
            return null;
        }
    }

    /// <summary>Is the coordinator until the lease is lost, the node ends or the process is to stop.</summary>
    private async Task WorkAsync(LeaseTerm term, LeaseKeeper keeper, CancellationToken stop)
    {
        logger.Information("Took the lease of epoch {Epoch}", term.Epoch);
        await using var node = await StartAsync(term).ConfigureAwait(false);
        dashboard.Host.Attach(node.System, node.Coordinator);
        Console.WriteLine(
            $"Coordinator on {settings.Address}, journal {settings.Database}. Workers: nnoptim-worker --join {settings.Address}; experiments: nnoptim submit FILE --to {ApiAddress}");
        Console.WriteLine($"Dashboard: {dashboard.LinkTo()}");

        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, keeper.Lost);
        await node.System.WhenTerminated.EndsOrIsCancelledAsync(end.Token).ConfigureAwait(false);
        dashboard.Host.Detach("");
        node.EndsInOrder = !keeper.Lost.IsCancellationRequested && !watch.GivenUp.IsCancellationRequested;
        if (keeper.Lost.IsCancellationRequested)
        {
            logger.Warning("Lost the lease of epoch {Epoch}: {Reason}", term.Epoch, keeper.Reason);
            await Console.Error.WriteLineAsync($"This process is no longer the coordinator: {keeper.Reason}. It waits as a standby.").ConfigureAwait(false);
        }
    }

    /// <summary>Starts the node. Where it cannot start, another process need not wait until the lease lapses.</summary>
    private async Task<CoordinatorTerm> StartAsync(LeaseTerm term)
    {
        try
        {
            return await CoordinatorTerm.StartAsync(settings, term.Database, watch, logger, time).ConfigureAwait(false);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Where command lines reach the API: by the name that others dial, where it listens on all addresses.</summary>
    private string ApiAddress => dashboard.Host.Address is var address && address.Host is "0.0.0.0" or "[::]" && settings.PublicHost is { } name
        ? new HostPort(name, address.Port).ToString()
        : dashboard.Host.Address.Authority;

    private void Release()
    {
        try
        {
            lease.Release();
        }
        catch (Exception error) when (DatabaseFailure.Is(error) || error is InvalidOperationException)
        {
            logger.Warning(error, "The lease could not be given up; it lapses");
        }
    }
}
