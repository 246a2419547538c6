using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NNOptim.Hosting;

/// <summary>Sends traces and metrics where OpenTelemetry's own variables say; nowhere, and at no cost, when they say nothing.</summary>
public sealed class TelemetryExport : IDisposable
{
    /// <summary>What the runtime measures of a process: processor time, memory, threads.</summary>
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>How long a program's end waits for a collector that does not answer, in milliseconds.</summary>
    private const int LastPatience = 2000;

    private readonly TelemetryComplaints complaints;
    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;

    private TelemetryExport(string service, bool hasTraces, bool hasMetrics, Serilog.ILogger logger)
    {
        complaints = new TelemetryComplaints(logger);
        // The variables OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before the program's own name.
        var version = typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);
        var resource = ResourceBuilder.CreateDefault().AddService(service, serviceVersion: version).AddEnvironmentVariableDetector();
        traces = hasTraces ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build() : null;
        metrics = hasMetrics
            ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name, RuntimeMeter).AddOtlpExporter().Build()
            : null;
    }

    /// <summary>Starts to send; null when no variable names an endpoint.</summary>
    /// <param name="service">What the program calls itself.</param>
    /// <param name="environment">The value of an environment's variable.</param>
    /// <param name="logger">Hears what cannot be sent.</param>
    public static TelemetryExport? Start(string service, Func<string, string?> environment, Serilog.ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var hasTraces = IsWanted("TRACES");
        var hasMetrics = IsWanted("METRICS");
        return (hasTraces || hasMetrics) && environment("OTEL_SDK_DISABLED") is not "true" ? new TelemetryExport(service, hasTraces, hasMetrics, logger) : null;

        bool IsWanted(string signal) => environment($"OTEL_{signal}_EXPORTER") is not "none"
            && !(string.IsNullOrEmpty(environment("OTEL_EXPORTER_OTLP_ENDPOINT")) && string.IsNullOrEmpty(environment($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")));
    }

    /// <summary>Sends what is left, as far as the collector takes it within two seconds.</summary>
    public void Dispose()
    {
        Parallel.Invoke(() => traces?.Shutdown(LastPatience), () => metrics?.Shutdown(LastPatience));
        traces?.Dispose();
        metrics?.Dispose();
        complaints.Dispose();
    }
}
