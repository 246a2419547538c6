using NNOptim.Coordinator.Commands.Progress;
using NNOptim.Coordinator.History;
using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;
using NNOptim.Worker.Training;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands;

/// <summary>Carries one experiment on this machine from a command to its report: what <c>run</c> and <c>resume</c> share.</summary>
internal static class LocalRun
{
    /// <summary>Runs the command's experiment to its end, or to an interruption. Gives the exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="specification">The experiment's specification.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="ended">What else is done with the record of the ended experiment, before the report is written.</param>
    /// <exception cref="CommandException">The experiment cannot be run, or an infrastructure failure ended it.</exception>
    public static async Task<int> ExecuteAsync(
        IExperimentCommand command, ExperimentSpecification specification, LocalRunSettings settings, Action<ExperimentRecord>? ended = null)
    {
        var id = command.ExperimentId;
        var view = RunViews.Of(settings.Json, async () => (await Task.Run(() => LiveCells.Of(settings.Database, id)).ConfigureAwait(false)).Cells);
        if (settings.Workers == 0)
        {
            _ = Task.Run(() => WarmUp.For(FirstRunOf(specification)));
        }

        var reports = ReportFolder.Prepare(
            settings.ReportDirectory,
            specification.Name,
            id,
            ReportFolder.InUse(specification.Dataset, settings.Database, ("the experiment file", settings.ExperimentFile)));
        PrepareDatabase(settings.Database);
        _ = Task.Run(() => JournalWarmUp.For(settings.Database));
        using var locks = new ExperimentLocks(settings.Database);
        using var experimentLock = locks.TryTake(id)
            ?? throw CommandException.BadInput($"Experiment {id} is being run by another process; where that is a coordinator, tell it what to do by --to HOST:PORT.");
        using var interruption = new Interruption();
        await using var logger = LogFiles.Create(settings.LogDirectory, "nnoptim", settings.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim", Environment.GetEnvironmentVariable, logger);
        await using (HistoryFollower.Start(
            settings.Database, TimeProvider.System, error => logger.Warning(error, "The history tables could not be brought up to the journal"), isWatched: settings.Dashboard is not null))
        await using (var dashboard = settings.Dashboard is { } served ? await Dashboards.StartAsync(served, logger).ConfigureAwait(false) : null)
        await using (var node = await LocalNode.StartAsync(settings, locks, logger, TimeProvider.System).ConfigureAwait(false))
        {
            var before = await node.ExecuteAsync(command).ConfigureAwait(false);
            view.Started(id, specification, before);
            if (dashboard is not null)
            {
                node.Show(dashboard);
                view.Watchable(new Uri(dashboard.Address, $"#/experiments/{id}"));
            }

            try
            {
                await FollowAsync(node, view, id, before, interruption.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
            {
                await node.HandInAsync().ConfigureAwait(false);
                var stopped = await node.ExecuteAsync(new InterruptExperiment(id)).ConfigureAwait(false);
                view.Interrupted(id, stopped, ResumeCommand.LineFor(id, settings.Database));
                return ExitCode.Interrupted;
            }
        }

        var record = ExperimentHistory.Of(new JournalReader(settings.Database).Events(id))
            ?? throw CommandException.Infrastructure($"Experiment {id} is not in the journal it was written to.");
        var (analysis, options) = ReportContent.Of(record);
        view.Compared(analysis);
        ended?.Invoke(record);
        view.Reported(analysis, ReportFolder.Write(analysis, reports, options));
        return record.Runs.Any(run => run.State is RunState.Failed or RunState.Cancelled) ? ExitCode.RunsFailed : ExitCode.Success;
    }

    /// <summary>The grid's first run, without expanding the grid.</summary>
    private static RunSpecification FirstRunOf(ExperimentSpecification specification) =>
        ExperimentGrid.Expand(specification with { Axes = [.. specification.Axes.Select(axis => axis with { Values = [axis.Values[0]] })] })[0].Run;

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

    private static void PrepareDatabase(JournalDatabase database)
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
}
