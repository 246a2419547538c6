using System.Globalization;
using System.Net;

namespace NNOptim.Hosting.Settings;

/// <summary>The address at which a node listens or is reached.</summary>
/// <param name="Host">A name or an IP address; IPv6 without brackets.</param>
/// <param name="Port">0 to 65535; 0 only to listen on a free port.</param>
public readonly record struct HostPort(string Host, int Port)
{
    /// <summary>Reads <c>HOST:PORT</c>; an IPv6 address is in brackets.</summary>
    public static bool TryParse(string text, out HostPort address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = default;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
        {
            return false;
        }

        var host = text[..colon];
        if (host[0] == '[' && host[^1] == ']')
        {
            host = host[1..^1];
            if (!IPAddress.TryParse(host, out _))
            {
                return false;
            }
        }
        else if (Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            return false;
        }

        address = new HostPort(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
