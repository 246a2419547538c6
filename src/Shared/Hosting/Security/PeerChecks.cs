namespace NNOptim.Hosting.Security;

/// <summary>What is checked of another node's certificate besides its authority and its role.</summary>
[Flags]
public enum PeerChecks
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>It must be for the address dialled.</summary>
    Names = 1,

    /// <summary>It must be valid now. Without this a clock that is set does not part nodes of one machine.</summary>
    Time = 2,

    /// <summary>Everything: what nodes of several machines need.</summary>
    All = Names | Time,
}
