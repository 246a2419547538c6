using Akka.Actor.Setup;
using NNOptim.Hosting.Security;

namespace NNOptim.Hosting.Remoting;

/// <summary>A node's transport settings outside its configuration, which must not hold keys.</summary>
/// <param name="tls">The node's certificates; null for no TLS.</param>
/// <param name="time">The clock.</param>
public sealed class NodeTransportSetup(TlsIdentity? tls, TimeProvider time) : Setup
{
    /// <summary>The node's certificates; null for no TLS.</summary>
    public TlsIdentity? Tls { get; } = tls;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;
}
