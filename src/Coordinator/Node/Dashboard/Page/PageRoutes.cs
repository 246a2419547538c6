using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NNOptim.Reporting.Html;

namespace NNOptim.Coordinator.Dashboard.Page;

/// <summary>The routes of the page's files, which are resources of the assembly. The page draws charts with the library that reports embed.</summary>
internal static class PageRoutes
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string Resources = "dashboard/";

    private static readonly ImmutableDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var assembly = typeof(PageRoutes).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)))
        {
            Serve(routes, assembly, "/" + resource[Resources.Length..], resource);
        }

        Serve(routes, assembly, "/", Resources + "index.html");
        Serve(routes, typeof(HtmlReport).Assembly, "/echarts.min.js", "html/echarts.min.js");
    }

    private static void Serve(IEndpointRouteBuilder routes, Assembly assembly, string path, string resource)
    {
        var content = new Lazy<(byte[] Bytes, EntityTagHeaderValue Tag)>(() =>
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            var bytes = copy.ToArray();
            return (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..24]}\""));
        });
        routes.MapGet(path, (HttpContext context) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content.Value.Bytes, ContentTypes[Path.GetExtension(resource)], entityTag: content.Value.Tag);
        }).ExcludeFromDescription().AllowAnonymous();
    }
}
