using NNOptim.Hosting;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using Serilog.Core;

namespace NNOptim.Cli;

/// <summary>
/// A coordinator in its own process. It runs a node while it holds the database's lease, and waits as a standby otherwise. So at most
/// one coordinator is active.
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

    /// <summary>Runs until a signal arrives. Returns the exit code.</summary>
    /// <exception cref="CommandException">The coordinator cannot start, or the database was unavailable for too long.</exception>
    public static async Task<int> RunAsync(CoordinatorProcessSettings given, TimeProvider time)
    {
        if (given.HealthFile is { } healthFile)
        {
            HealthFile.RequireEmpty(healthFile);
        }

        var settings = given with { Listen = given.Listen with { Port = await ListenPort.CheckAsync(given.Listen, given.ListenSource).ConfigureAwait(false) } };
        if (settings.Dashboard is { Listen.Port: not 0 } page)
        {
            await ListenPort.CheckAsync(page.Listen, page.ListenSource).ConfigureAwait(false);
        }

        JournalPreparation.Prepare(settings.Database, settings.DatabaseTimeout, time);
        using var signals = new ShutdownSignals();
        await using var logger = LogFiles.Create(settings.Logs, "nnoptim", settings.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim-coordinator", Environment.GetEnvironmentVariable, logger);
        using var lease = settings.Database.CreateLease(settings.Address.ToString(), time);
        await using var watch = DatabaseWatch.Start(settings.Database, settings.DatabaseTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, watch.GivenUp);
        await using var dashboard = await DashboardLauncher.StartAsync(settings.Dashboard, logger).ConfigureAwait(false);
        await new CoordinatorProcess(settings, lease, watch, dashboard, logger, time).ServeAsync(stop.Token).ConfigureAwait(false);
        if (!signals.Token.IsCancellationRequested)
        {
            throw watch.Failure;
        }

        Console.Error.WriteLine("The coordinator has stopped. Its experiments continue on a standby, or when it is started again.");
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

    /// <summary>Waits as a standby until it acquires the lease; null when the process must stop.</summary>
    private async Task<LeaseTerm?> TakeLeaseAsync(CancellationToken stop)
    {
        string? announced = null;
        while (!stop.IsCancellationRequested)
        {
            if (await Task.Run(TryTake, CancellationToken.None).ConfigureAwait(false) is { } term)
            {
                return term;
            }

            dashboard.Host.Detach(lease.Holder);
            if (lease.Holder.Length > 0 && lease.Holder != announced)
            {
                announced = lease.Holder;
                Console.WriteLine($"Standby on {settings.Address}, journal {settings.Database}. The coordinator is on {announced}; this standby takes over when that coordinator ends.");
            }

            if (settings.HealthFile is { } file)
            {
                HealthFile.Touch(file);
            }

            // The database does not announce an expired lease, so the standby polls.
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
#pragma warning disable CA1031 // A standby retries after any failure; the database watch limits how long.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.Warning(error, "The lease could not be requested");
            return null;
        }
    }

    /// <summary>Acts as the coordinator until the lease is lost, the node ends or the process must stop.</summary>
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
        node.EndsNormally = !keeper.Lost.IsCancellationRequested && !watch.GivenUp.IsCancellationRequested;
        if (keeper.Lost.IsCancellationRequested)
        {
            logger.Warning("Lost the lease of epoch {Epoch}: {Reason}", term.Epoch, keeper.Reason);
            await Console.Error.WriteLineAsync($"This process is no longer the coordinator: {keeper.Reason}. It waits as a standby.").ConfigureAwait(false);
        }
    }

    /// <summary>Starts the node. Releases the lease when the start fails, so that a standby need not wait for its expiry.</summary>
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

    /// <summary>The address at which clients reach the API: the public host when the API listens on all addresses.</summary>
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
            logger.Warning(error, "The lease could not be released; it will expire");
        }
    }
}
