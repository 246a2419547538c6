using System.Security.Cryptography.X509Certificates;

namespace NNOptim.Hosting.Security;

/// <summary>
/// Certificates for one local run and its worker processes, made in memory and never written. The authority's key is discarded at once.
/// </summary>
/// <param name="Coordinator">The identity of the run's own node.</param>
/// <param name="ForWorkers">The line that its worker processes read from their standard input.</param>
public sealed record RunIdentities(TlsIdentity Coordinator, string ForWorkers)
{
    private const int Days = 366;

    /// <summary>Creates the certificates.</summary>
    /// <param name="host">The address that workers connect to.</param>
    /// <param name="clock">The clock.</param>
    public static RunIdentities Make(string host, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        using var authority = CertificateAuthority.Create("nnoptim run", now, Days);
        using var worker = CertificateAuthority.Issue(authority, new NodeNames(NodeRole.Client, ["worker"]), now, Days);
        using var coordinator = CertificateAuthority.Issue(authority, new NodeNames(NodeRole.Coordinator, [host]), now, Days);
        var root = authority.Export(X509ContentType.Cert);
        return new RunIdentities(
            Load(coordinator.Export(X509ContentType.Pkcs12), root, clock),
            $"{Convert.ToBase64String(worker.Export(X509ContentType.Pkcs12))} {Convert.ToBase64String(root)}");
    }

    /// <summary>The identity that a worker process received.</summary>
    /// <exception cref="FormatException">The text is not an identity.</exception>
    public static TlsIdentity Read(string text, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(' ') is [var certificate, var authority]
            ? Load(Convert.FromBase64String(certificate), Convert.FromBase64String(authority), clock)
            : throw new FormatException("The identity must have two parts.");
    }

    private static TlsIdentity Load(byte[] certificate, byte[] authority, TimeProvider clock) =>
        TlsIdentity.Create(X509CertificateLoader.LoadPkcs12(certificate, password: null), [X509CertificateLoader.LoadCertificate(authority)], clock, PeerChecks.Names);
}
