using System.Collections.Immutable;
using NNOptim.Shared.Security;

namespace NNOptim.Shared.Hosting;

/// <summary>What a node is started with.</summary>
public sealed record NodeSettings
{
    /// <summary>The role of the cluster's members: the nodes that host the coordinator.</summary>
    public const string CoordinatorRole = "coordinator";

    /// <summary>The actor system's name, the same on every node.</summary>
    public const string SystemName = "nnoptim";

    /// <summary>The address listened on; loopback by default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The name or address under which other nodes reach this one; null for <see cref="Host"/>.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The port listened on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whether the node is a member of the cluster. Workers and command lines are not: they reach it as clients, so that
    /// they come and go without a word among the members.
    /// </summary>
    public bool IsMember { get; init; }

    /// <summary>The members to join, as <c>host:port</c>; when empty the node forms a cluster of its own.</summary>
    public ImmutableArray<string> Seeds { get; init; } = [];

    /// <summary>Whether a member is told after its start whom to join, instead of by <see cref="Seeds"/>.</summary>
    public bool JoinsLater { get; init; }

    /// <summary>How many trainings run at a time on this node, which is the number of threads kept for them; 1 or more.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>The node's certificates; null to go without TLS.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>What addresses of this cluster's nodes begin with.</summary>
    public string Protocol => Tls is null ? NodeTls.PlainProtocol : NodeTls.TlsProtocol;
}
