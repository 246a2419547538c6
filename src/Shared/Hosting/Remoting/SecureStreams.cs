using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Remoting;

/// <summary>Secures connections with TLS 1.3. Both sides present certificates, which the node's own authorities must have signed.</summary>
internal static class SecureStreams
{
    /// <summary>macOS offers no TLS 1.3 to .NET's streams.</summary>
    private static SslProtocols Protocols => OperatingSystem.IsMacOS() ? SslProtocols.Tls12 : SslProtocols.Tls13;

    /// <summary>Secures an accepted connection.</summary>
    /// <param name="connection">The connection, which the stream then owns.</param>
    /// <param name="identity">The node's certificates.</param>
    /// <param name="refused">Called with the reason why a peer was refused.</param>
    /// <param name="cancellation">Ends the handshake.</param>
    public static async Task<Stream> AcceptAsync(Socket connection, TlsIdentity identity, Action<string> refused, CancellationToken cancellation)
    {
        var stream = new SslStream(new NetworkStream(connection, ownsSocket: true));
        return await HandshakeAsync(stream, () => stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                EnabledSslProtocols = Protocols,
                ServerCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, null, offline: true),
                ClientCertificateRequired = true,
                // A resumed session would skip the check of the certificate.
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                    IsAccepted(identity.Peers.VerifyClient(certificate as X509Certificate2, Presented(chain)), refused),
            },
            cancellation)).ConfigureAwait(false);
    }

    /// <summary>Secures a connection to a host.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public static async Task<Stream> DialAsync(Socket connection, string host, TlsIdentity identity, Action<string> refused, CancellationToken cancellation)
    {
        var stream = new SslStream(new NetworkStream(connection, ownsSocket: true));
        return await HandshakeAsync(stream, () => stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = Protocols,
                TargetHost = host,
                ClientCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, null, offline: true),
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                    IsAccepted(identity.Peers.VerifyServer(certificate as X509Certificate2, Presented(chain), host), refused),
            },
            cancellation)).ConfigureAwait(false);
    }

    private static async Task<Stream> HandshakeAsync(SslStream stream, Func<Task> handshake)
    {
        try
        {
            await handshake().ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static IEnumerable<X509Certificate2> Presented(X509Chain? chain) => chain?.ChainPolicy.ExtraStore.AsEnumerable() ?? [];

    private static bool IsAccepted(string? reason, Action<string> refused)
    {
        if (reason is not null)
        {
            refused(reason);
        }

        return reason is null;
    }
}
