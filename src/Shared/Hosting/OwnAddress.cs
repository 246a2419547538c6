using System.Net.Sockets;
using NNOptim.Shared.Settings;

namespace NNOptim.Shared.Hosting;

/// <summary>Finds the address that other machines reach this one by.</summary>
public static class OwnAddress
{
    /// <summary>
    /// The address that packets to the first reachable of these nodes would leave from; null when none can be resolved. A
    /// connected datagram socket tells it, and sends nothing.
    /// </summary>
    public static string? Towards(IEnumerable<HostPort> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        foreach (var node in nodes)
        {
            try
            {
                using var socket = new UdpClient(node.Host, node.Port);
                return ((System.Net.IPEndPoint)socket.Client.LocalEndPoint!).Address.ToString();
            }
            catch (SocketException)
            {
                // A name that is not known, or a network without a way there: the next one may do.
            }
        }

        return null;
    }
}
