using Akka.Actor.Setup;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Remoting;

/// <summary>What a node's transport is given beside its configuration, which must not hold keys.</summary>
/// <param name="tls">The node's certificates; null to go without TLS.</param>
/// <param name="time">The clock.</param>
public sealed class NodeTransportSetup(TlsIdentity? tls, TimeProvider time) : Setup
{
    /// <summary>The node's certificates; null to go without TLS.</summary>
    public TlsIdentity? Tls { get; } = tls;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;
}
