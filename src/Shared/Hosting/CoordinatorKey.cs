namespace NNOptim.Hosting;

/// <summary>The key under which each node's actor registry has the way to the coordinator.</summary>
public sealed class CoordinatorKey
{
    private CoordinatorKey()
    {
    }
}
