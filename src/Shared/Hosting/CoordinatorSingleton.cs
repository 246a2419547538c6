using Akka.Cluster.Hosting;

namespace NNOptim.Shared.Hosting;

/// <summary>The coordinator's place in the cluster, and the key under which every node's registry has the way to it.</summary>
public sealed class CoordinatorSingleton
{
    private CoordinatorSingleton()
    {
    }

    /// <summary>The singleton's name.</summary>
    public const string Name = "coordinator";

    /// <summary>Where it may live.</summary>
    public static ClusterSingletonOptions Options { get; } = new() { Role = NodeSettings.CoordinatorRole, BufferSize = 1000 };
}
