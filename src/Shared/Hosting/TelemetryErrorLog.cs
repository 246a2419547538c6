using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace NNOptim.Hosting;

/// <summary>
/// Logs the errors that OpenTelemetry's libraries report, such as a wrong endpoint or an unreachable collector. Logs each error only once,
/// because it recurs with every batch.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed class TelemetryErrorLog(Serilog.ILogger logger) : EventListener
{
    /// <summary>The event for instruments of this program that no exporter listens to.</summary>
    private const string NotAskedFor = "MetricInstrumentIgnored";

    private readonly ConcurrentDictionary<(string Source, int Event), bool> told = [];

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("OpenTelemetry", StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName != NotAskedFor && told.TryAdd((eventData.EventSource.Name, eventData.EventId), true))
        {
            logger.Warning("Telemetry could not be sent (logged only once): {Error}", TextOf(eventData));
        }
    }

    /// <summary>The first line; a stack trace follows it.</summary>
    private static string TextOf(EventWrittenEventArgs complaint) =>
        string.Format(CultureInfo.InvariantCulture, complaint.Message ?? complaint.EventName ?? "", [.. complaint.Payload ?? []]).Split('\n')[0].TrimEnd();
}
