namespace NNOptim.Hosting.Security;

/// <summary>What is checked of another node's certificate besides its authority and its role.</summary>
[Flags]
public enum PeerChecks
{
    /// <summary>No further check.</summary>
    None = 0,

    /// <summary>It must be for the dialled address.</summary>
    Names = 1,

    /// <summary>It must be valid now. Nodes of one machine skip this check, so that a changed clock does not separate them.</summary>
    Time = 2,

    /// <summary>All checks: for nodes of several machines.</summary>
    All = Names | Time,
}
