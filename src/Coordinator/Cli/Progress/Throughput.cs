using System.Globalization;
using NNOptim.Protocol;

namespace NNOptim.Cli.Progress;

/// <summary>The throughput of runs, and the estimated time left.</summary>
/// <param name="time">The clock.</param>
/// <param name="endedBefore">Runs that had ended when the clock started.</param>
internal sealed class Throughput(TimeProvider time, int endedBefore)
{
    private readonly long started = time.GetTimestamp();

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Runs ended per second since the start.</summary>
    public double RunsPerSecond(ExperimentProgress progress) =>
        Elapsed > TimeSpan.Zero ? (progress.Ended - endedBefore) / Elapsed.TotalSeconds : 0;

    /// <summary>The estimated time left; null before the first run has ended.</summary>
    public TimeSpan? TimeLeft(ExperimentProgress progress) =>
        RunsPerSecond(progress) is var rate and > 0 ? TimeSpan.FromSeconds((progress.Total - progress.Ended) / rate) : null;

    /// <summary>One line with the numbers of runs, the throughput and the time left.</summary>
    public string Describe(ExperimentProgress progress)
    {
        var left = TimeLeft(progress) is { } span ? string.Create(CultureInfo.InvariantCulture, $", {Short(span)} left") : "";
        var confirming = !progress.AllEnded && progress.Confirmation is { } round ? $"confirming {round.Described}: " : "";
        var diverged = progress.Diverged > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({progress.Diverged} diverged)") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{confirming}{progress.Described} run{(progress.Total == 1 ? "" : "s")} done{diverged}, {progress.Running} running, {progress.Failed} failed, {RunsPerSecond(progress):0.0} runs/s{left}");
    }

    private static string Short(TimeSpan span) =>
        span.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}");
}
