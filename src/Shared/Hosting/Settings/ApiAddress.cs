using System.Collections.Immutable;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Settings;

/// <summary>The address of a coordinator's HTTP API.</summary>
/// <param name="Host">The host and the port.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c> from a URL; null to choose by the host.</param>
public sealed record ApiAddress(HostPort Host, string? Scheme = null)
{
    /// <summary>Whether the host is certainly this machine.</summary>
    public bool IsLoopback => NetworkSafety.IsLoopback(Host.Host);

    /// <summary>Reads addresses separated by commas, each <c>HOST:PORT</c> or a URL that begins with http:// or https://; null for anything else.</summary>
    public static ImmutableArray<ApiAddress>? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var addresses = ImmutableArray.CreateBuilder<ApiAddress>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (TryParseOne(part) is not { } address)
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses.ToImmutable();
    }

    /// <summary>The address as a URL. Without a scheme, it is HTTP on loopback or without TLS, and HTTPS elsewhere.</summary>
    /// <param name="isInsecure">Whether the user has disabled TLS.</param>
    public Uri ToUri(bool isInsecure) => new($"{Scheme ?? (IsLoopback || isInsecure ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{Host}/");

    private static ApiAddress? TryParseOne(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return HostPort.TryParse(text, out var host) && host.Port > 0 ? new ApiAddress(host) : null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Port > 0
            ? new ApiAddress(new HostPort(url.IdnHost, url.Port), url.Scheme)
            : null;
    }
}
