namespace NNOptim.Hosting;

/// <summary>The key of the reference to the coordinator in each node's actor registry.</summary>
public sealed class CoordinatorKey
{
    private CoordinatorKey()
    {
    }
}
