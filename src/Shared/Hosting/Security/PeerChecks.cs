namespace NNOptim.Hosting.Security;

/// <summary>The checks of another node's certificate in addition to its authority and its role.</summary>
[Flags]
public enum PeerChecks
{
    /// <summary>No further check.</summary>
    None = 0,

    /// <summary>The certificate must be for the address of the connection.</summary>
    Names = 1,

    /// <summary>The certificate must be valid now. Nodes on one machine skip this check, so that a changed clock does not disconnect them.</summary>
    Time = 2,

    /// <summary>All checks: for nodes of several machines.</summary>
    All = Names | Time,
}
