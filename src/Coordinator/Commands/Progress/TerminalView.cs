using NNOptim.Coordinator.Reporting;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Coordinator.Reporting.Terminal;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands.Progress;

/// <summary>Progress for a person: a live bar on a terminal, plain lines elsewhere, and the comparison at the end.</summary>
internal sealed class TerminalView(IAnsiConsole console, TimeProvider time) : IRunView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Started(ExperimentId id, ExperimentSpecification specification, ExperimentProgress progress) =>
        console.MarkupLineInterpolated($"Experiment [bold]{specification.Name}[/] ({id}): {progress.Total} runs");

    /// <inheritdoc/>
    public Task FollowAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation) =>
        console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? FollowLiveAsync(progress, endedBefore, cancellation)
            : FollowInLinesAsync(progress, endedBefore, cancellation);

    /// <inheritdoc/>
    public void Interrupted(ExperimentId id, ExperimentProgress progress, string resumeCommand)
    {
        console.MarkupLineInterpolated($"Stopped with {progress.Ended} of {progress.Total} runs done; nothing of these is lost.");
        console.MarkupLineInterpolated($"Go on with: [bold]{resumeCommand}[/]");
    }

    /// <inheritdoc/>
    public void Reported(ExperimentAnalysis analysis, ReportFiles report)
    {
        console.WriteLine();
        ComparisonTable.Write(console, analysis);
        console.WriteLine();
        console.MarkupLineInterpolated($"Report: [bold]{report.Report}[/]");
    }

    private async Task FollowLiveAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation)
    {
        var pace = new Pace(time, endedBefore);
        await console.Progress()
            .AutoClear(false)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var task = context.AddTask("starting", maxValue: 1);
                await foreach (var now in progress.WithCancellation(cancellation).ConfigureAwait(false))
                {
                    task.MaxValue = now.Total;
                    task.Value = now.Ended;
                    task.Description = Markup.Escape(pace.Describe(now));
                }
            }).ConfigureAwait(false);
    }

    private async Task FollowInLinesAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation)
    {
        var pace = new Pace(time, endedBefore);
        var lastLine = time.GetTimestamp();
        await foreach (var now in progress.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (now.AllEnded || time.GetElapsedTime(lastLine) >= LineInterval)
            {
                lastLine = time.GetTimestamp();
                console.WriteLine(pace.Describe(now));
            }
        }
    }
}
