using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NNOptim.Hosting;

/// <summary>
/// Sends traces and metrics to the endpoints in OpenTelemetry's own environment variables. Without these it sends nothing and costs
/// nothing.
/// </summary>
public sealed class TelemetryExport : IDisposable
{
    /// <summary>The runtime's metrics of a process: processor time, memory, threads.</summary>
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>How long the program waits at its end for an unresponsive collector, in milliseconds.</summary>
    private const int ShutdownTimeout = 2000;

    private readonly TelemetryErrorLog complaints;
    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;

    private TelemetryExport(string service, bool hasTraces, bool hasMetrics, Serilog.ILogger logger)
    {
        complaints = new TelemetryErrorLog(logger);
        // The variables OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override the program's own name.
        var version = typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);
        var resource = ResourceBuilder.CreateDefault().AddService(service, serviceVersion: version).AddEnvironmentVariableDetector();
        traces = hasTraces ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build() : null;
        metrics = hasMetrics
            ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name, RuntimeMeter).AddOtlpExporter().Build()
            : null;
    }

    /// <summary>Starts to send; null when no variable names an endpoint.</summary>
    /// <param name="service">The service name of the program.</param>
    /// <param name="environment">Returns the value of an environment variable.</param>
    /// <param name="logger">Receives the errors of sending.</param>
    public static TelemetryExport? Start(string service, Func<string, string?> environment, Serilog.ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var hasTraces = IsWanted("TRACES");
        var hasMetrics = IsWanted("METRICS");
        return (hasTraces || hasMetrics) && environment("OTEL_SDK_DISABLED") is not "true" ? new TelemetryExport(service, hasTraces, hasMetrics, logger) : null;

        bool IsWanted(string signal) => environment($"OTEL_{signal}_EXPORTER") is not "none"
            && !(string.IsNullOrEmpty(environment("OTEL_EXPORTER_OTLP_ENDPOINT")) && string.IsNullOrEmpty(environment($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")));
    }

    /// <summary>Sends the remaining data that the collector accepts within two seconds.</summary>
    public void Dispose()
    {
        Parallel.Invoke(() => traces?.Shutdown(ShutdownTimeout), () => metrics?.Shutdown(ShutdownTimeout));
        traces?.Dispose();
        metrics?.Dispose();
        complaints.Dispose();
    }
}
