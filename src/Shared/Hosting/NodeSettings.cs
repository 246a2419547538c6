using NNOptim.Hosting.Security;

namespace NNOptim.Hosting;

/// <summary>What a node is started with.</summary>
public sealed record NodeSettings
{
    /// <summary>The actor system's name, the same on every node.</summary>
    public const string SystemName = "nnoptim";

    /// <summary>The address that other machines cannot reach.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>Whether the node speaks with others. One that does not opens no port.</summary>
    public bool IsConnected { get; init; } = true;

    /// <summary>Whether other nodes may dial this one. Workers and command lines only dial: they are answered by the connections they made.</summary>
    public bool IsDialled { get; init; }

    /// <summary>The address listened on; loopback by default.</summary>
    public string Host { get; init; } = Loopback;

    /// <summary>The name or address under which other nodes reach this one; null for <see cref="Host"/>.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The port listened on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many trainings run at a time on this node, which is the number of threads kept for them; 1 or more.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>The node's certificates; null to go without TLS.</summary>
    public TlsIdentity? Tls { get; init; }
}
