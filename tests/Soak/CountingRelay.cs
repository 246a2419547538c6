using System.Net;
using System.Net.Sockets;

namespace NNOptim.Soak;

/// <summary>
/// Forwards connections from one loopback address to another on the same port. Counts bytes and, without encryption,
/// the messages of Akka's remoting: each begins with its length in four bytes, little-endian.
/// </summary>
internal sealed class CountingRelay : IDisposable
{
    /// <summary>The address whose connections are forwarded to 127.0.0.1.</summary>
    public const string Host = "127.0.0.2";

    private readonly TcpListener listener;
    private readonly int port;
    private readonly List<TcpClient> open = [];

    public CountingRelay(int port)
    {
        this.port = port;
        listener = new TcpListener(IPAddress.Parse(Host), port);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The traffic to the coordinator.</summary>
    public Count In { get; } = new();

    /// <summary>The traffic from the coordinator.</summary>
    public Count Out { get; } = new();

    public void Dispose()
    {
        listener.Dispose();
        lock (open)
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var from = await listener.AcceptTcpClientAsync();
                var to = new TcpClient { NoDelay = true };
                from.NoDelay = true;
                lock (open)
                {
                    open.AddRange([from, to]);
                }

                await to.ConnectAsync(IPAddress.Loopback, port);
                _ = PassAsync(from, to, In);
                _ = PassAsync(to, from, Out);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task PassAsync(TcpClient from, TcpClient to, Count count)
    {
        var buffer = new byte[65_536];
        var frames = new FrameCounter();
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                count.Add(read, frames.Add(buffer.AsSpan(0, read)));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }

    /// <summary>The bytes and messages of one direction.</summary>
    internal sealed class Count
    {
        private long bytes;
        private long messages;

        public long Bytes => Interlocked.Read(ref bytes);

        public long Messages => Interlocked.Read(ref messages);

        public void Add(long moreBytes, long moreMessages)
        {
            Interlocked.Add(ref bytes, moreBytes);
            Interlocked.Add(ref messages, moreMessages);
        }
    }

    private sealed class FrameCounter
    {
        private long left;
        private uint length;
        private int lengthBytes;

        /// <summary>Processes the next bytes of a connection; returns the number of messages that end in them.</summary>
        public int Add(ReadOnlySpan<byte> bytes)
        {
            var ended = 0;
            while (!bytes.IsEmpty)
            {
                if (left > 0)
                {
                    var taken = (int)Math.Min(left, bytes.Length);
                    left -= taken;
                    bytes = bytes[taken..];
                    ended += left == 0 ? 1 : 0;
                    continue;
                }

                length |= (uint)bytes[0] << (8 * lengthBytes);
                bytes = bytes[1..];
                if (++lengthBytes == sizeof(uint))
                {
                    (left, length, lengthBytes) = (length, 0, 0);
                }
            }

            return ended;
        }
    }
}
