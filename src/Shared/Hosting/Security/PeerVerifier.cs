using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NNOptim.Hosting.Security;

/// <summary>
/// Verifies the certificates of other nodes against our own authorities only. It ignores what the machine trusts and downloads nothing,
/// neither missing issuers nor revocation lists.
/// </summary>
/// <param name="authorities">The authorities. Self-signed ones are trusted; others may be part of the chain.</param>
/// <param name="clock">The clock that decides which certificates are valid.</param>
/// <param name="checks">The additional checks.</param>
public sealed class PeerVerifier(X509Certificate2Collection authorities, TimeProvider clock, PeerChecks checks = PeerChecks.All)
{
    /// <summary>Verifies the node that we connected to. Returns why it is refused; null when it is accepted.</summary>
    /// <param name="certificate">The certificate that it presented; null for none.</param>
    /// <param name="presented">Further certificates that it presented.</param>
    /// <param name="host">The name or IP address of the connection, which the certificate must be for.</param>
    public string? VerifyServer(X509Certificate2? certificate, IEnumerable<X509Certificate2> presented, string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (Refuse(certificate, presented, KeyUsages.Server) is { } reason)
        {
            return reason;
        }

        return !checks.HasFlag(PeerChecks.Names) || IsFor(certificate!, host.Trim('[', ']'))
            ? null
            : $"the certificate is not for {host}, the address of the connection, but for {NamesOf(certificate!)}";
    }

    /// <summary>Verifies a node that connected to us. Returns why it is refused; null when it is accepted.</summary>
    /// <param name="certificate">The certificate that it presented; null for none.</param>
    /// <param name="presented">Further certificates that it presented.</param>
    public string? VerifyClient(X509Certificate2? certificate, IEnumerable<X509Certificate2> presented) =>
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
            // No certificate matches a text that is not a host.
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
        // A chain accepts a certificate that names no usage for every usage.
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
                $"the certificate of {certificate.Subject} was not issued by a trusted authority, but by {certificate.Issuer}",
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) =>
                FormattableString.Invariant($"the certificate of {certificate.Subject} or of its authority is not valid now; it is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}"),
            _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) =>
                $"the certificate of {certificate.Subject} is not for {usage.FriendlyName}",
            _ => $"the certificate of {certificate.Subject} is not valid: {status}",
        };
    }

    internal static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
