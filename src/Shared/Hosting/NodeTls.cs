using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote.Transport.DotNetty;
using NNOptim.Shared.Security;

namespace NNOptim.Shared.Hosting;

/// <summary>Puts a node's remoting on TLS with certificates on both sides.</summary>
public static class NodeTls
{
    /// <summary>The protocol of addresses without TLS.</summary>
    public const string PlainProtocol = "akka.tcp";

    /// <summary>The protocol of addresses with TLS.</summary>
    public const string TlsProtocol = "akka.ssl.tcp";

    /// <summary>Every connection, out and in, is then encrypted and shows a certificate that the identity's authorities must have signed.</summary>
    /// <param name="builder">The node's configuration.</param>
    /// <param name="identity">The node's certificate and its judgement of others.</param>
    /// <param name="stopping">Cancelled when the node is told to stop.</param>
    public static AkkaConfigurationBuilder WithTls(this AkkaConfigurationBuilder builder, TlsIdentity identity, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(identity);
        return builder
            // Akka takes the setup where no file is configured; certificates and passwords so stay out of the configuration.
            .AddHocon("akka.remote.dot-netty.tcp { enable-ssl = on, ssl.certificate.path = \"\" }", HoconAddMode.Prepend)
            .AddSetup(new DotNettySslSetup(
                identity.Certificate,
                suppressValidation: false,
                requireMutualAuthentication: true,
                validateCertificateHostname: true,
                customValidator: (certificate, chain, peer, errors, log) => IsAccepted(identity.Peers, certificate, chain, peer, errors, log)))
            .AddHocon(HandshakeFailureGuard.Configuration, HoconAddMode.Prepend)
            .AddStartup((system, _) => HandshakeFailureGuard.Install(system, stopping));
    }

    private static bool IsAccepted(
        PeerVerifier verifier, X509Certificate2? certificate, X509Chain? chain, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        var presented = chain?.ChainPolicy.ExtraStore.AsEnumerable() ?? [];
        // Akka names the peer by its address, as ssl.tcp://system@host:port, when it was dialled, and by its socket's when it dialled.
        var reason = Address.TryParse($"akka.{peer}", out var address) && address.Host is { } host
            ? verifier.RefuseDialled(certificate, presented, host)
            : verifier.RefuseDialling(certificate, presented)
                ?? (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "the certificate is not for the address dialled" : null);
        if (reason is not null)
        {
            log.Warning("The connection with {0} was refused: {1}.", peer, reason);
        }

        return reason is null;
    }
}
