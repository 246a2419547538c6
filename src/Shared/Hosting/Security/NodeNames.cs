namespace NNOptim.Hosting.Security;

/// <summary>A node that a certificate is made for.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Hosts">The DNS names and IP addresses that others connect to, at least one; the first names the node.</param>
public sealed record NodeNames(NodeRole Role, IReadOnlyList<string> Hosts);
