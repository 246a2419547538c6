using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NNOptim.Hosting;
using Prometheus;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>The coordinator's metrics as Prometheus reads them.</summary>
internal sealed class MetricsRoute : IDisposable
{
    /// <summary>Where they are.</summary>
    public const string Path = "/metrics";

    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();
    private readonly IDisposable adapter;

    public MetricsRoute() => adapter = MeterAdapter.StartListening(new MeterAdapterOptions
    {
        Registry = registry,
        MetricFactory = Metrics.WithCustomRegistry(registry),
        MetricsExpireAfter = TimeSpan.FromMinutes(10),
        InstrumentFilterPredicate = instrument => instrument.Meter.Name == Telemetry.Name,
        ResolveHistogramBuckets = _ => Histogram.ExponentialBuckets(0.0005, 2, 16),
    });

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, async (HttpContext context) =>
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, context.RequestAborted).ConfigureAwait(false);
        // The adapter puts the meter's name before instruments' names, which begin with it already.
        return TypedResults.Text(
            Encoding.UTF8.GetString(text.ToArray()).Replace("nnoptim_nnoptim_", "nnoptim_", StringComparison.Ordinal), PrometheusConstants.TextContentTypeWithVersionAndEncoding);
    }).ExcludeFromDescription();

    /// <inheritdoc/>
    public void Dispose() => adapter.Dispose();
}
