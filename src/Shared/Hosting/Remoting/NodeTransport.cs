using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Remoting;

/// <summary>
/// Akka's transport over .NET's sockets and TLS 1.3. Akka's own transport speaks TLS 1.2 at most and shares its port with other processes.
/// It stops the node when a handshake fails, and buffers incomplete frames without a limit.
/// </summary>
public sealed class NodeTransport : Transport, IDisposable
{
    /// <summary>
    /// The path of the transport's configuration: <c>hostname</c>, <c>public-hostname</c>, <c>port</c>, <c>is-dialled</c> and
    /// <c>maximum-frame-size</c>.
    /// </summary>
    public const string ConfigurationPath = "nnoptim.transport";

    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly TlsIdentity? tls;
    private readonly TimeProvider time;
    private readonly ILoggingAdapter log;
    private readonly FrameBudget budget;
    private readonly TaskCompletionSource<IAssociationEventListener> associations = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<NodeConnection, Task> connections = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationTokenSource stopped = new();
    private Socket? listener;
    private Address? local;

    /// <summary>Called by Akka through reflection.</summary>
    public NodeTransport(ActorSystem system, Config config)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(config);
        System = system;
        Config = config;
        var setup = system.Settings.Setup.Get<NodeTransportSetup>();
        tls = setup.HasValue ? setup.Value.Tls : null;
        time = setup.HasValue ? setup.Value.Time : TimeProvider.System;
        log = Logging.GetLogger(system, typeof(NodeTransport));
        SchemeIdentifier = tls is null ? "tcp" : "ssl.tcp";
        MaximumPayloadBytes = config.GetByteSize("maximum-frame-size") ?? 128_000;
        budget = new FrameBudget(3 * (int)MaximumPayloadBytes);
    }

    /// <inheritdoc/>
    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var endpoint = new IPEndPoint(await HostAddress.ResolveAsync(Config.GetString("hostname"), CancellationToken.None).ConfigureAwait(false), Config.GetInt("port"));
        // Without ReuseAddress no other process can share the port.
        listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endpoint);
        local = new Address(SchemeIdentifier, System.Name, InAddress(Config.GetString("public-hostname")), ((IPEndPoint)listener.LocalEndPoint!).Port);
        if (Config.GetBoolean("is-dialled"))
        {
            listener.Listen(512);
            _ = Task.Run(AcceptAllAsync);
        }

        // Without a listener, the port only makes the address unique.
        return (local, associations);
    }

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => true;

    /// <inheritdoc/>
    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        ArgumentNullException.ThrowIfNull(remoteAddress);
        using var deadline = new CancellationTokenSource(HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token, deadline.Token);
        var host = remoteAddress.Host.Trim('[', ']');
        Socket? socket = null;
        try
        {
            var address = await HostAddress.ResolveAsync(host, either.Token).ConfigureAwait(false);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(new IPEndPoint(address, remoteAddress.Port!.Value), either.Token).ConfigureAwait(false);
            Stream stream = tls is null
                ? new NetworkStream(socket, ownsSocket: true)
                : await SecureStreams.DialAsync(socket, host, tls, Refused(remoteAddress.ToString()), either.Token).ConfigureAwait(false);
            return Open(remoteAddress, socket, stream).Connection;
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException or OperationCanceledException or InvalidOperationException)
        {
            socket?.Dispose();
            throw new InvalidAssociationException(
                error is OperationCanceledException ? $"{remoteAddress} did not answer within {HandshakeTimeout.TotalSeconds:0} s" : $"{remoteAddress}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> Shutdown()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        listener?.Dispose();
        foreach (var connection in connections.Keys)
        {
            connection.Disassociate("the node stops", log);
        }

        try
        {
            await Task.WhenAll(connections.Values).WaitAsync(ShutdownTimeout, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listener?.Dispose();
        stopped.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        var inbound = await associations.Task.ConfigureAwait(false);
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                var socket = await listener!.AcceptAsync(stopped.Token).ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(socket, inbound));
            }
            catch (SocketException error) when (!stopped.IsCancellationRequested)
            {
                // The process has no more file descriptors, or the peer has closed the connection.
                log.Warning("A connection could not be accepted: {0}", error.Message);
                await Task.Delay(AcceptPause, time).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket, IAssociationEventListener inbound)
    {
        using var deadline = new CancellationTokenSource(HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token, deadline.Token);
        var peer = "";
        try
        {
            var from = (IPEndPoint)socket.RemoteEndPoint!;
            peer = from.ToString();
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Stream stream = tls is null
                ? new NetworkStream(socket, ownsSocket: true)
                : await SecureStreams.AcceptAsync(socket, tls, Refused(peer), either.Token).ConfigureAwait(false);
            var (connection, _) = Open(new Address(SchemeIdentifier, System.Name, InAddress(from.Address.ToString()), from.Port), socket, stream);
            inbound.Notify(new InboundAssociation(connection));
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            log.Info("The handshake with {0} failed: {1}", peer, error.Message);
            socket.Dispose();
        }
    }

    private (NodeConnection Connection, Task Running) Open(Address remote, Socket socket, Stream stream)
    {
        var frames = new FrameReader(stream, (int)MaximumPayloadBytes, budget, time);
        var connection = new NodeConnection(local!, remote, (socket, stream), frames, time, log);
        // Adds the entry before the connection can end and remove it.
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connections[connection] = run.Task;
        if (stopped.IsCancellationRequested)
        {
            connection.Disassociate("the node stops", log);
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await connection.RunAsync().ConfigureAwait(false);
            }
            finally
            {
                connections.TryRemove(new(connection, run.Task));
                connection.Dispose();
                run.SetResult();
            }
        });
        return (connection, run.Task);
    }

    private Action<string> Refused(string peer) => reason => log.Warning("The connection with {0} was refused: {1}.", peer, reason);

    private static string InAddress(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : host;
}
