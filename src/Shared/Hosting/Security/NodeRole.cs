namespace NNOptim.Hosting.Security;

/// <summary>The role of a node. Its certificate states the role as extended key usages.</summary>
public enum NodeRole
{
    /// <summary>A worker: dials a coordinator; nobody dials it.</summary>
    Client,

    /// <summary>A coordinator: others dial it, and it may dial.</summary>
    Coordinator,
}
