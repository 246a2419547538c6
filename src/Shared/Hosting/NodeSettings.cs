using NNOptim.Hosting.Security;

namespace NNOptim.Hosting;

/// <summary>The settings that a node starts with.</summary>
public sealed record NodeSettings
{
    /// <summary>The actor system's name, the same on every node.</summary>
    public const string SystemName = "nnoptim";

    /// <summary>The loopback address, which other machines cannot reach.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>Whether the node communicates with other nodes; if not, it opens no port.</summary>
    public bool IsConnected { get; init; } = true;

    /// <summary>Whether other nodes may connect to this one. Workers only connect to others; answers use the same connections.</summary>
    public bool IsDialled { get; init; }

    /// <summary>The address to listen on; loopback by default.</summary>
    public string Host { get; init; } = Loopback;

    /// <summary>The name or address under which other nodes reach this one; null for <see cref="Host"/>.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The port to listen on; 0 for a free port.</summary>
    public int Port { get; init; }

    /// <summary>The number of concurrent runs on this node, each on its own thread; 1 or more.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>The node's certificates; null for no TLS.</summary>
    public TlsIdentity? Tls { get; init; }
}
