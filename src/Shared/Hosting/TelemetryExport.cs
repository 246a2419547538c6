using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NNOptim.Shared.Hosting;

/// <summary>Sends traces and metrics where OpenTelemetry's own variables say; nowhere, and at no cost, when they say nothing.</summary>
public sealed class TelemetryExport : IDisposable
{
    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;

    private TelemetryExport(string service, bool hasTraces, bool hasMetrics)
    {
        // The variables OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before the program's own name.
        var resource = ResourceBuilder.CreateDefault().AddService(service).AddEnvironmentVariableDetector();
        traces = hasTraces ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build() : null;
        metrics = hasMetrics ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name).AddOtlpExporter().Build() : null;
    }

    /// <summary>Starts to send; null when no variable names an endpoint.</summary>
    /// <param name="service">What the program calls itself.</param>
    /// <param name="environment">The value of an environment's variable.</param>
    public static TelemetryExport? Start(string service, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (Endpoints.All(name => string.IsNullOrEmpty(environment(name))) || environment("OTEL_SDK_DISABLED") is "true")
        {
            return null;
        }

        return new TelemetryExport(service, Has(0) || Has(1), Has(0) || Has(2));

        bool Has(int endpoint) => !string.IsNullOrEmpty(environment(Endpoints[endpoint]));
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }
}
