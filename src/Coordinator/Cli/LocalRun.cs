using NNOptim.Cli.Progress;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Hosting;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Training;
using Spectre.Console;

namespace NNOptim.Cli;

/// <summary>Runs one experiment on this machine up to its report, for <c>run</c>, <c>resume</c>, <c>retry</c>, <c>confirm</c> and <c>rerun</c>.</summary>
internal static class LocalRun
{
    /// <summary>Runs the command's experiment until it ends or is interrupted. Returns the exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="specification">The experiment's specification.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="ended">Called with the record of the ended experiment before the report is written.</param>
    /// <exception cref="CommandException">The experiment cannot be run, or an infrastructure failure ended it.</exception>
    public static async Task<int> ExecuteAsync(
        IExperimentCommand command, ExperimentSpecification specification, LocalRunSettings settings, Action<ExperimentRecord>? ended = null)
    {
        var id = command.ExperimentId;
        var view = RunViews.Create(settings.Json, () => Task.Run(() => LiveConfigurations.Read(settings.Database, id)));
        if (settings.Workers == 0)
        {
            _ = Task.Run(() => WarmUpFor(specification));
        }

        var reports = ReportFolder.Prepare(
            settings.ReportDirectory,
            specification.Name,
            id,
            ReportFolder.InUse(specification.Dataset, settings.Database, ("the experiment file", settings.ExperimentFile)));
        JournalPreparation.Prepare(settings.Database, settings.DatabaseTimeout, TimeProvider.System);
        using var locks = new ExperimentLocks(settings.Database);
        using var experimentLock = locks.TryTake(id)
            ?? throw CommandException.BadInput($"Another process is running experiment {id}; if it is a coordinator, give its address with --to HOST:PORT.");
        using var signals = new ShutdownSignals();
        await using var logger = LogFiles.Create(settings.LogDirectory, "nnoptim", settings.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim", Environment.GetEnvironmentVariable, logger);
        await using var follower = HistoryFollower.Start(
            settings.Database, TimeProvider.System, error => logger.Warning(error, "The history tables could not be updated from the journal"), isWatched: settings.Dashboard is not null);
        var hasEnded = false;
        var isGivenUp = () => false;
        try
        {
            await using var watch = DatabaseWatch.Start(settings.Database, settings.DatabaseTimeout, TimeProvider.System);
            isGivenUp = () => watch.HasGivenUp;
            var start = () => LocalNode.StartAsync(settings, locks, logger, TimeProvider.System);
            await using var dashboard = settings.Dashboard is { } served ? await DashboardLauncher.StartAsync(served, logger).ConfigureAwait(false) : null;
            hasEnded = await TrainAsync(command, specification, settings, view, new RunContext(start, dashboard, watch, signals)).ConfigureAwait(false);
        }
        catch (CommandException) when (!isGivenUp())
        {
            await follower.EndAsync().ConfigureAwait(false);
            throw;
        }

        // The tables are updated while the report is written.
        var tables = follower.EndAsync();
        var exitCode = hasEnded ? Report(id, settings.Database, reports, view, ended) : ExitCode.Interrupted;
        await tables.ConfigureAwait(false);
        return exitCode;
    }

    /// <summary>The objects that a local run depends on.</summary>
    private sealed record RunContext(Func<Task<LocalNode>> Start, ServedDashboard? Dashboard, DatabaseWatch Watch, ShutdownSignals ShutdownSignals);

    /// <summary>Trains until every run has ended; false when the user interrupted it.</summary>
    private static async Task<bool> TrainAsync(
        IExperimentCommand command, ExperimentSpecification specification, LocalRunSettings settings, IRunView view, RunContext context)
    {
        var id = command.ExperimentId;
        await using var node = await context.Start().ConfigureAwait(false);
        var before = await node.ExecuteAsync(command).ConfigureAwait(false);
        view.Started(id, specification, before);
        if (context.Dashboard is { } dashboard)
        {
            node.Attach(dashboard.Host);
            view.DashboardStarted(dashboard.LinkTo($"/experiments/{id}"));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.ShutdownSignals.Token, context.Watch.GivenUp);
        try
        {
            await FollowAsync(node, view, id, before, stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (context.Watch.GivenUp.IsCancellationRequested)
        {
            throw context.Watch.Failure;
        }
        catch (OperationCanceledException) when (context.ShutdownSignals.Token.IsCancellationRequested)
        {
            await node.DrainAsync().ConfigureAwait(false);
            var stopped = await node.ExecuteAsync(new InterruptExperiment(id)).ConfigureAwait(false);
            view.Interrupted(id, stopped, ResumeCommand.LineFor(id, settings.Database));
            return false;
        }
    }

    private static int Report(ExperimentId id, JournalDatabase database, string folder, IRunView view, Action<ExperimentRecord>? ended)
    {
        var record = Journal.Read(database, reader => ExperimentHistory.Replay(reader.Events(id)))
            ?? throw CommandException.Infrastructure($"Experiment {id} is not in the journal it was written to.");
        var (analysis, options) = ReportContent.Analyze(record);
        view.Compared(analysis);
        ended?.Invoke(record);
        view.Reported(analysis, ReportFolder.Write(analysis, folder, options));
        return record.Runs.Any(run => run.State is RunState.Failed or RunState.Cancelled) ? ExitCode.RunsFailed : ExitCode.Success;
    }

    /// <summary>Compiles the training engine ahead of the grid's first run, without expanding the grid.</summary>
    private static void WarmUpFor(ExperimentSpecification specification)
    {
        if (specification.Trainable.Name == NetworkTrainable.Name)
        {
            var first = specification with { Axes = [.. specification.Axes.Select(axis => axis with { Values = [.. axis.Values.Take(1)] })] };
            WarmUp.For(NetworkTrainable.Standard.Read(ExperimentGrid.Expand(first)[0]));
        }
    }

    private static async Task FollowAsync(
        LocalNode node, IRunView view, ExperimentId id, ExperimentProgress before, CancellationToken cancellation)
    {
        var follow = view.FollowAsync(node.Watch(id).ReadAllAsync(cancellation), before.Ended, cancellation);
        var failure = node.Failure;
        if (await Task.WhenAny(follow, failure).ConfigureAwait(false) == failure)
        {
            throw CommandException.Infrastructure(await failure.ConfigureAwait(false));
        }

        await follow.ConfigureAwait(false);
    }
}
