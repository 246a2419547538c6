using NNOptim.Coordinator.Reporting;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Coordinator.Reporting.Terminal;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;
using Spectre.Console;

namespace NNOptim.Coordinator.Commands.Progress;

/// <summary>Progress for a person: a live table on a terminal, plain lines elsewhere, and the comparison at the end.</summary>
/// <param name="console">The terminal, or where the lines go.</param>
/// <param name="time">The clock.</param>
/// <param name="cells">Asks what is known of the grid's cells.</param>
internal sealed class TerminalView(IAnsiConsole console, TimeProvider time, Func<Task<IReadOnlyList<CellProgress>>> cells) : IRunView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CellInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void Started(ExperimentId id, ExperimentSpecification specification, ExperimentProgress progress) =>
        console.MarkupLineInterpolated($"Experiment [bold]{specification.Name}[/] ({id}): {progress.Total} runs");

    /// <inheritdoc/>
    public void Watchable(Uri page) => console.MarkupLineInterpolated($"Dashboard: [bold]{page}[/]");

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
        IReadOnlyList<CellProgress> known = [];
        await console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(async context =>
        {
            var asked = Task.FromResult(known);
            var lastAsked = 0L;
            await foreach (var now in progress.WithCancellation(cancellation).ConfigureAwait(false))
            {
                if (asked.IsCompleted)
                {
                    known = await asked.ConfigureAwait(false);
                    if (time.GetElapsedTime(lastAsked) >= CellInterval)
                    {
                        lastAsked = time.GetTimestamp();
                        asked = QuietlyAsync(cells);
                    }
                }

                context.UpdateTarget(LiveTable.Of(now, pace.Describe(now), now.AllEnded ? [] : known, console.Profile.Width, console.Profile.Height));
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Without the cells there is still the progress: whatever is wrong shows elsewhere.</summary>
    private static async Task<IReadOnlyList<CellProgress>> QuietlyAsync(Func<Task<IReadOnlyList<CellProgress>>> cells)
    {
        try
        {
            return await cells().ConfigureAwait(false);
        }
        catch (Exception error) when (error is CommandException or System.Data.Common.DbException or IOException)
        {
            return [];
        }
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
