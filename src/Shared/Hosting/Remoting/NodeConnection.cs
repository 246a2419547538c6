using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace NNOptim.Hosting.Remoting;

/// <summary>One connection with another node. Writes the waiting bytes in a few large pieces, and reads frame by frame.</summary>
internal sealed class NodeConnection : AssociationHandle, IDisposable
{
    /// <summary>The maximum number of bytes queued for a slow peer. Beyond it, Akka must retry later.</summary>
    private const long MaxPending = 64L << 20;

    private const int BatchBytes = 64 * 1024;
    private const int MaxKept = 1024 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ListenerTimeout = TimeSpan.FromSeconds(30);

    private readonly Stream stream;
    private readonly Socket socket;
    private readonly FrameReader frames;
    private readonly TimeProvider time;
    private readonly ILoggingAdapter log;
    private readonly Channel<ByteString> outgoing = Channel.CreateUnbounded<ByteString>(new() { SingleReader = true });
    private readonly CancellationTokenSource closed;
    private long pending;

    public NodeConnection(Address local, Address remote, (Socket Socket, Stream Stream) connection, FrameReader frames, TimeProvider time, ILoggingAdapter log)
        : base(local, remote)
    {
        (socket, stream) = connection;
        this.frames = frames;
        this.time = time;
        this.log = log;
        closed = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <inheritdoc/>
    public override bool Write(ByteString payload)
    {
        if (Interlocked.Read(ref pending) > MaxPending || !outgoing.Writer.TryWrite(payload))
        {
            return false;
        }

        Interlocked.Add(ref pending, payload.Length);
        return true;
    }

    /// <summary>Ends the connection after the bytes written so far, or after a grace period when the peer reads nothing.</summary>
#pragma warning disable CS0672 // Akka calls this from the method that replaces it.
    public override void Disassociate()
#pragma warning restore CS0672
    {
        outgoing.Writer.TryComplete();
        try
        {
            closed.CancelAfter(Grace);
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended.
        }
    }

    /// <summary>Transfers frames both ways until either side ends the connection.</summary>
    public async Task RunAsync()
    {
        var writing = WriteAllAsync();
        var reading = ReadAllAsync();
        if (await Task.WhenAny(writing, reading).ConfigureAwait(false) == writing)
        {
            await FinishAsync(reading).ConfigureAwait(false);
        }

        outgoing.Writer.TryComplete();
        await closed.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(writing, reading).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed.Dispose();
        stream.Dispose();
    }

    /// <summary>Lets the peer read what is in transit.</summary>
    private async Task FinishAsync(Task reading)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            closed.CancelAfter(Grace);
            await reading.ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            log.Debug("The connection with {0} has ended: {1}", RemoteAddress, error.Message);
        }
    }

    private async Task WriteAllAsync()
    {
        var batch = new ArrayBufferWriter<byte>();
        try
        {
            while (await outgoing.Reader.WaitToReadAsync(closed.Token).ConfigureAwait(false))
            {
                var taken = 0;
                while (batch.WrittenCount < BatchBytes && outgoing.Reader.TryRead(out var payload))
                {
                    BinaryPrimitives.WriteInt32LittleEndian(batch.GetSpan(FrameReader.Header), payload.Length);
                    batch.Advance(FrameReader.Header);
                    batch.Write(payload.Span);
                    taken += payload.Length;
                }

                await stream.WriteAsync(batch.WrittenMemory, closed.Token).ConfigureAwait(false);
                Interlocked.Add(ref pending, -taken);
                if (batch.Capacity > MaxKept)
                {
                    batch = new ArrayBufferWriter<byte>();
                }
                else
                {
                    batch.ResetWrittenCount();
                }
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            log.Debug("The connection with {0} no longer accepts data: {1}", RemoteAddress, error.Message);
        }
    }

    private async Task ReadAllAsync()
    {
        IHandleEventListener? listener = null;
        try
        {
            listener = await ReadHandlerSource.Task.WaitAsync(ListenerTimeout, time, closed.Token).ConfigureAwait(false);
            // Runs on another thread than the actor that provided the listener.
            await Task.Yield();
            while (await frames.ReadAsync(closed.Token).ConfigureAwait(false) is { } frame)
            {
                listener.Notify(new InboundPayload(frame));
            }
        }
        catch (Exception error) when (error is InvalidDataException or TimeoutException)
        {
            log.Warning("The connection with {0} is closed: {1}.", RemoteAddress, error.Message);
        }
        catch (Exception error) when (IsEnd(error))
        {
            log.Debug("The connection with {0} has ended: {1}", RemoteAddress, error.Message);
        }

        listener?.Notify(new Disassociated(DisassociateInfo.Unknown));
    }

    private static bool IsEnd(Exception error) => error is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
