using System.Net;
using System.Net.Sockets;

namespace NNOptim.Hosting.Remoting;

/// <summary>Finds the IP address of a host.</summary>
public static class HostAddress
{
    /// <summary>The address of a name or an IP address; IPv4 when a name has both.</summary>
    /// <exception cref="SocketException">The name is unknown.</exception>
    public static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        var found = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        return found.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork)
            ?? found.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.HostNotFound);
    }
}
