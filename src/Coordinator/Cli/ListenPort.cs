using System.Net;
using System.Net.Sockets;
using NNOptim.Hosting;
using NNOptim.Hosting.Remoting;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>
/// Checks at the start whether the process can listen on an address. A standby opens its port only when it becomes the coordinator,
/// which would report the error too late.
/// </summary>
internal static class ListenPort
{
    /// <summary>The port to listen on: the given one, or a free one for 0.</summary>
    /// <param name="listen">The address.</param>
    /// <param name="source">The option or variable that gave it.</param>
    /// <exception cref="CommandException">Another process listens there, or the host is not this machine.</exception>
    public static async Task<int> CheckAsync(HostPort listen, string source)
    {
        try
        {
            var address = await HostAddress.ResolveAsync(listen.Host, CancellationToken.None).ConfigureAwait(false);
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, listen.Port));
            socket.Listen();
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
        catch (SocketException error)
        {
            throw CommandException.Infrastructure(ListenFailure.Describe(error, listen, source)!, error);
        }
    }
}
