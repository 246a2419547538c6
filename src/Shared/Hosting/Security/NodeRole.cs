namespace NNOptim.Hosting.Security;

/// <summary>The role of a node. Its certificate states the role as extended key usages.</summary>
public enum NodeRole
{
    /// <summary>A worker: it connects to a coordinator and accepts no connections.</summary>
    Client,

    /// <summary>A coordinator: it accepts connections and may open some.</summary>
    Coordinator,
}
