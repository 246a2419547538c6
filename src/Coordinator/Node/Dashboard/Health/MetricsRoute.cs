using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NNOptim.Hosting;
using Prometheus;

namespace NNOptim.Coordinator.Dashboard.Health;

/// <summary>The route of the coordinator's metrics in the Prometheus format.</summary>
internal sealed class MetricsRoute : IDisposable
{
    /// <summary>The path of the route.</summary>
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
        // The adapter prefixes the meter's name to the instruments' names, which begin with it already.
        return TypedResults.Text(
            Encoding.UTF8.GetString(text.ToArray()).Replace("nnoptim_nnoptim_", "nnoptim_", StringComparison.Ordinal), PrometheusConstants.TextContentTypeWithVersionAndEncoding);
    }).ExcludeFromDescription();

    /// <inheritdoc/>
    public void Dispose() => adapter.Dispose();
}
