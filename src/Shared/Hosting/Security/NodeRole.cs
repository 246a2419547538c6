namespace NNOptim.Hosting.Security;

/// <summary>What a certificate lets its node be. It stands in the certificate as its extended key usages.</summary>
public enum NodeRole
{
    /// <summary>A worker or a command line: dials a coordinator, and is never dialled.</summary>
    Client,

    /// <summary>A coordinator: is dialled, and may dial.</summary>
    Coordinator,
}
