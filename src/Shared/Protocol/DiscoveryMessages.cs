namespace NNOptim.Protocol;

/// <summary>Node to coordinator: are you there? Repeated, to detect a coordinator that stops answering.</summary>
public sealed record FindCoordinator : IProtocolMessage
{
    /// <summary>The only instance.</summary>
    public static FindCoordinator Instance { get; } = new();
}

/// <summary>Coordinator to node: I am here.</summary>
public sealed record CoordinatorFound : IProtocolMessage
{
    /// <summary>The only instance.</summary>
    public static CoordinatorFound Instance { get; } = new();
}
