using System.Net;

namespace NNOptim.Hosting.Security;

/// <summary>Requires that connections to other machines are encrypted and authenticated unless the user disables TLS. Pure.</summary>
public static class NetworkSafety
{
    /// <summary>Whether a host is certainly this machine: <c>localhost</c> or a loopback address.</summary>
    /// <param name="host">A name or an IP address, IPv6 with or without brackets.</param>
    public static bool IsLoopback(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
    }

    /// <summary>The errors in a combination of options; empty when there are none.</summary>
    /// <param name="endpoints">The options that name hosts, each with its hosts, for example <c>("--listen", ["0.0.0.0"])</c>.</param>
    /// <param name="certificate">The file of the node's certificate, if any.</param>
    /// <param name="key">The file of its key, if any.</param>
    /// <param name="authorities">The file of the authorities, if any.</param>
    /// <param name="insecure">Whether the user has disabled TLS.</param>
    public static IReadOnlyList<string> Validate(
        IEnumerable<(string Option, IEnumerable<string> Hosts)> endpoints, string? certificate, string? key, string? authorities, bool insecure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var errors = new List<string>();
        if (insecure && (certificate ?? key ?? authorities) is not null)
        {
            errors.Add($"{TlsOptions.Insecure}: it disables TLS, so it cannot be combined with {TlsOptions.Certificate}, {TlsOptions.Key} or {TlsOptions.Authorities}.");
        }
        else if (certificate is null && (key ?? authorities) is not null)
        {
            errors.Add($"{TlsOptions.Certificate} is missing: TLS needs this node's certificate in addition to {(key is null ? TlsOptions.Authorities : TlsOptions.Key)}.");
        }
        else if (certificate is not null && authorities is null)
        {
            errors.Add($"{TlsOptions.Authorities} is missing: it names the authority that must have signed other nodes' certificates.");
        }
        else if (certificate is null && !insecure)
        {
            errors.AddRange(
                from endpoint in endpoints
                from host in endpoint.Hosts
                where !IsLoopback(host)
                select $"{endpoint.Option}: {host} is not a loopback address, so anyone who reaches it could join the cluster and read its messages; "
                    + $"give {TlsOptions.Certificate} and {TlsOptions.Authorities} (nnoptim certificates creates them), or {TlsOptions.Insecure} if the network is trusted.");
        }

        return errors;
    }
}
