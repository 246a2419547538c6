using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NNOptim.Hosting.Security;

/// <summary>
/// Judges the certificates of other nodes by our own authorities alone: what the machine trusts counts for nothing, and
/// nothing is downloaded to judge, neither missing issuers nor revocation lists.
/// </summary>
/// <param name="authorities">The authorities. Those that signed themselves are trusted; others serve to reach them.</param>
/// <param name="clock">The time by which certificates are valid.</param>
/// <param name="checks">What else is checked.</param>
public sealed class PeerVerifier(X509Certificate2Collection authorities, TimeProvider clock, PeerChecks checks = PeerChecks.All)
{
    /// <summary>Judges the node that was dialled. Gives why it is refused; null when it is what it should be.</summary>
    /// <param name="certificate">What it presented; null for nothing.</param>
    /// <param name="presented">Further certificates that it presented.</param>
    /// <param name="host">The name or IP address that was dialled, which the certificate must be for.</param>
    public string? RefuseDialled(X509Certificate2? certificate, IEnumerable<X509Certificate2> presented, string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (Refuse(certificate, presented, KeyUsages.Server) is { } reason)
        {
            return reason;
        }

        return !checks.HasFlag(PeerChecks.Names) || IsFor(certificate!, host.Trim('[', ']'))
            ? null
            : $"the certificate is not for {host}, the address dialled, but for {NamesOf(certificate!)}";
    }

    /// <summary>Judges a node that dialled us. Gives why it is refused; null when it may connect.</summary>
    /// <param name="certificate">What it presented; null for nothing.</param>
    /// <param name="presented">Further certificates that it presented.</param>
    public string? RefuseDialling(X509Certificate2? certificate, IEnumerable<X509Certificate2> presented) =>
        Refuse(certificate, presented, KeyUsages.Client);

    internal static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count == 0 ? "no address at all" : string.Join(", ", names);
    }

    private static bool IsFor(X509Certificate2 certificate, string host)
    {
        try
        {
            return certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false);
        }
        catch (ArgumentException)
        {
            // No certificate is for what is no host.
            return false;
        }
    }

    private string? Refuse(X509Certificate2? certificate, IEnumerable<X509Certificate2> presented, Oid usage)
    {
        if (certificate is null)
        {
            return "it presented no certificate";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.VerificationFlags = checks.HasFlag(PeerChecks.Time) ? X509VerificationFlags.NoFlag : X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ApplicationPolicy.Add(usage);
        foreach (var authority in authorities)
        {
            (IsSelfIssued(authority) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        }

        chain.ChainPolicy.ExtraStore.AddRange(presented.ToArray());
        var accepted = chain.Build(certificate);
        // A chain takes a certificate that names no usage for one of all usages.
        var reason = !accepted ? Describe(chain, certificate, usage)
            : Names(certificate, usage) ? null
            : $"the certificate of {certificate.Subject} is not for {usage.FriendlyName}";
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return reason;
    }

    private static bool Names(X509Certificate2 certificate, Oid usage) => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .Any(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == usage.Value));

    private static string Describe(X509Chain chain, X509Certificate2 certificate, Oid usage)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, each) => flags | each.Status);
        return status switch
        {
            _ when (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid)) != 0 =>
                $"the certificate of {certificate.Subject} is not from an authority of ours but from {certificate.Issuer}",
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) =>
                FormattableString.Invariant($"the certificate of {certificate.Subject} or of its authority is not valid now; it is from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}"),
            _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) =>
                $"the certificate of {certificate.Subject} is not for {usage.FriendlyName}",
            _ => $"the certificate of {certificate.Subject} is not valid: {status}",
        };
    }

    internal static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
