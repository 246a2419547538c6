using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using NNOptim.MultiProcess.Tests.Telemetry.Otlp;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests.Telemetry;

/// <summary>A telemetry collector that keeps in memory what programs send over OTLP/HTTP.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentBag<(string Service, Span Span)> spans = [];
    private readonly ConcurrentBag<(string Service, Metric Metric)> metrics = [];
    private readonly string address;

    public Collector()
    {
        address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Find()}/");
        listener.Prefixes.Add(address);
        listener.Start();
        _ = ReceiveAsync();
    }

    /// <summary>The environment variables that make programs send to this collector.</summary>
    public (string Name, string Value)[] Variables =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "200")];

    /// <summary>The spans received so far, each with the service that sent it.</summary>
    public IReadOnlyList<(string Service, Span Span)> Spans => [.. spans];

    /// <summary>The metrics received so far, each with the service that sent it.</summary>
    public IReadOnlyList<(string Service, Metric Metric)> Metrics => [.. metrics];

    public void Dispose() => listener.Close();

    private async Task ReceiveAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            // Copied whole, because parsing reads the stream to its end.
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Keep(context.Request.Url!.AbsolutePath, body.ToArray());
            context.Response.Close();
        }
    }

    private void Keep(string path, byte[] body)
    {
        if (path == "/v1/traces")
        {
            foreach (var resource in Traces.Parser.ParseFrom(body).ResourceSpans)
            {
                resource.ScopeSpans.SelectMany(scope => scope.Spans).ToList().ForEach(span => spans.Add((ServiceOf(resource.Resource), span)));
            }
        }
        else if (path == "/v1/metrics")
        {
            foreach (var resource in Otlp.Metrics.Parser.ParseFrom(body).ResourceMetrics)
            {
                resource.ScopeMetrics.SelectMany(scope => scope.Metrics).ToList().ForEach(metric => metrics.Add((ServiceOf(resource.Resource), metric)));
            }
        }
    }

    private static string ServiceOf(Resource resource) => resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue;
}
