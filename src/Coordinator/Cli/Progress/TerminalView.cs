using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Views;
using NNOptim.Protocol;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Terminal;
using Spectre.Console;

namespace NNOptim.Cli.Progress;

/// <summary>Progress for a person: a live table on a terminal, plain lines elsewhere, and the comparison at the end.</summary>
/// <param name="console">The terminal, or the target of the lines.</param>
/// <param name="time">The clock.</param>
/// <param name="configurations">Returns the configurations.</param>
internal sealed class TerminalView(IAnsiConsole console, TimeProvider time, Func<Task<ConfigurationList>> configurations) : IRunView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);
    private const double PauseFactor = 12;

    /// <inheritdoc/>
    public void Started(ExperimentId id, ExperimentSpecification specification, ExperimentProgress progress) =>
        console.MarkupLineInterpolated($"Experiment [bold]{specification.Name}[/] ({id}): {Wording.Counted(progress.Total, "run")}{(progress.Most > progress.Total ? $" of at most {Wording.Count(progress.Most)}" : "")}");

    /// <inheritdoc/>
    public void DashboardStarted(Uri page) => console.WriteUnbroken($"Dashboard: [bold]{page}[/]");

    /// <inheritdoc/>
    public Task FollowAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation) =>
        console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? FollowLiveAsync(progress, endedBefore, cancellation)
            : FollowInLinesAsync(progress, endedBefore, cancellation);

    /// <inheritdoc/>
    public void Interrupted(ExperimentId id, ExperimentProgress progress, string resumeCommand)
    {
        console.MarkupLineInterpolated($"Stopped with {Wording.Count(progress.Ended)} of {Wording.Counted(progress.Total, "run")} done; their results are stored.");
        console.WriteUnbroken($"Continue with: [bold]{resumeCommand}[/]");
    }

    /// <inheritdoc/>
    public void Compared(ExperimentAnalysis analysis)
    {
        console.WriteLine();
        ComparisonTable.Write(console, analysis);
        console.WriteLine();
    }

    /// <inheritdoc/>
    public void Reported(ExperimentAnalysis analysis, ReportFiles report) => console.WriteUnbroken($"Report: [bold]{report.Report}[/]");

    /// <summary>Shows every change of the progress. Refreshes the configurations about every second, because the progress does not change during long runs.</summary>
    private Task FollowLiveAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation) =>
        console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(async context =>
        {
            var throughput = new Throughput(time, endedBefore);
            ExperimentProgress? now = null;
            ConfigurationList? known = null;
            using var end = new CancellationTokenSource();
            await using var changes = progress.GetAsyncEnumerator(cancellation);
            var next = changes.MoveNextAsync().AsTask();
            var query = QueryAsync(TimeSpan.Zero, end.Token);
            try
            {
                while (true)
                {
                    if (await Task.WhenAny(next, query).ConfigureAwait(false) == query)
                    {
                        (known, var duration) = await query.ConfigureAwait(false);
                        query = QueryAsync(PauseAfter(duration), end.Token);
                    }
                    else if (await next.ConfigureAwait(false))
                    {
                        now = changes.Current;
                        next = changes.MoveNextAsync().AsTask();
                    }
                    else
                    {
                        return;
                    }

                    if (now is not null)
                    {
                        context.UpdateTarget(LiveTable.Render(now, throughput.Describe(now), now.AllEnded ? null : known, console.Profile.Width, console.Profile.Height));
                    }
                }
            }
            finally
            {
                await end.CancelAsync().ConfigureAwait(false);
            }
        });

    /// <summary>The pause before the next query. It grows with the duration of a query, so that queries stay a small part of the coordinator's load.</summary>
    private static TimeSpan PauseAfter(TimeSpan duration) => duration * PauseFactor > MinPause ? duration * PauseFactor : MinPause;

    /// <summary>
    /// Queries the configurations after a pause, and measures the duration. Null when the query fails: the view then shows only the
    /// progress, and the failure is reported elsewhere.
    /// </summary>
    private async Task<(ConfigurationList? Configurations, TimeSpan Duration)> QueryAsync(TimeSpan pause, CancellationToken cancellation)
    {
        await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
        var started = time.GetTimestamp();
        try
        {
            var known = await configurations().ConfigureAwait(false);
            return (known, time.GetElapsedTime(started));
        }
        catch (Exception error) when (error is CommandException or JournalRowException or System.Data.Common.DbException or IOException)
        {
            return (null, TimeSpan.Zero);
        }
    }

    private async Task FollowInLinesAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation)
    {
        var throughput = new Throughput(time, endedBefore);
        var lastLine = time.GetTimestamp();
        ConfirmationRound? round = null;
        await foreach (var now in progress.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (now.AllEnded || now.Confirmation != round || time.GetElapsedTime(lastLine) >= LineInterval)
            {
                round = now.Confirmation;
                lastLine = time.GetTimestamp();
                console.WriteLine(throughput.Describe(now));
            }
        }
    }
}
