using System.Net;
using System.Net.Sockets;

namespace NNOptim.Tests.Common;

/// <summary>Ports for servers that start later, below the range that the system assigns to connections meanwhile.</summary>
internal static class FreePorts
{
    private const int First = 12_000;
    private const int Beyond = 32_000;

    public static int Find() => Find(1)[0];

    public static int[] Find(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(First, Beyond));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
