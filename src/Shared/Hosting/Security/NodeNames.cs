namespace NNOptim.Hosting.Security;

/// <summary>A node that a certificate is made for.</summary>
/// <param name="Role">What it may be.</param>
/// <param name="Hosts">The DNS names and IP addresses that it is dialled by, at least one; the first names it.</param>
public sealed record NodeNames(NodeRole Role, IReadOnlyList<string> Hosts);
