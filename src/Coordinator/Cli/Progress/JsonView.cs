using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Cli.Progress;

/// <summary>Progress for programs: one JSON object per line, whose <c>event</c> names its kind.</summary>
internal sealed class JsonView(TextWriter output, TimeProvider time) : IRunView
{
    /// <inheritdoc/>
    public void Started(ExperimentId id, ExperimentSpecification specification, ExperimentProgress progress) => Write(writer =>
    {
        writer.WriteString("event", "started");
        writer.WriteString("experiment", id.Value);
        writer.WriteString("name", specification.Name);
        writer.WriteNumber("runs", progress.Total);
    });

    /// <inheritdoc/>
    public void DashboardStarted(Uri page) => Write(writer =>
    {
        writer.WriteString("event", "dashboard");
        writer.WriteString("url", page.AbsoluteUri);
    });

    /// <inheritdoc/>
    public async Task FollowAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation)
    {
        var throughput = new Throughput(time, endedBefore);
        await foreach (var now in progress.WithCancellation(cancellation).ConfigureAwait(false))
        {
            Write(writer =>
            {
                writer.WriteString("event", "progress");
                WriteCounts(writer, now);
                writer.WriteNumber("runs_per_second", Math.Round(throughput.RunsPerSecond(now), 3));
                writer.WriteNumber("elapsed_seconds", Math.Round(throughput.Elapsed.TotalSeconds, 3));
            });
        }
    }

    /// <inheritdoc/>
    public void Interrupted(ExperimentId id, ExperimentProgress progress, string resumeCommand) => Write(writer =>
    {
        writer.WriteString("event", "interrupted");
        WriteCounts(writer, progress);
        writer.WriteString("resume", resumeCommand);
    });

    /// <inheritdoc/>
    public void Compared(ExperimentAnalysis analysis)
    {
        // Programs read the report's tables instead.
    }

    /// <inheritdoc/>
    public void Reported(ExperimentAnalysis analysis, ReportFiles report) => Write(writer =>
    {
        writer.WriteString("event", "reported");
        writer.WriteString("experiment", analysis.Experiment.Id.Value);
        writer.WriteString("directory", report.Directory);
        writer.WriteStartArray("files");
        foreach (var file in report.All)
        {
            writer.WriteStringValue(file);
        }

        writer.WriteEndArray();
    });

    private static void WriteCounts(Utf8JsonWriter writer, ExperimentProgress progress)
    {
        writer.WriteString("experiment", progress.ExperimentId.Value);
        writer.WriteNumber("runs", progress.Total);
        writer.WriteNumber("running", progress.Running);
        writer.WriteNumber("completed", progress.Completed);
        writer.WriteNumber("diverged", progress.Diverged);
        writer.WriteNumber("failed", progress.Failed);
        writer.WriteNumber("cancelled", progress.Cancelled);
        writer.WriteNumber("confirmation", progress.Confirmation?.Number ?? 0);
    }

    private void Write(Action<Utf8JsonWriter> content) => JsonLines.Write(output, content);
}
