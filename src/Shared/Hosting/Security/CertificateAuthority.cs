using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NNOptim.Hosting.Security;

/// <summary>Creates a private authority and the certificates of nodes: ECDSA on P-256, X.509 version 3.</summary>
public static class CertificateAuthority
{
    private const int SerialNumberBytes = 16;

    /// <summary>The tolerated delay of peers' clocks.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>A new authority with its key.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="now">The time.</param>
    /// <param name="days">Its validity in days.</param>
    public static X509Certificate2 Create(string name, DateTimeOffset now, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NameOf(name), key, HashAlgorithmName.SHA256);
        // It signs nodes only, never another authority.
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClockTolerance, now.AddDays(days));
    }

    /// <summary>A certificate with its key for a node.</summary>
    /// <param name="authority">The authority, with its key.</param>
    /// <param name="node">The node. A client's certificate is not valid for a coordinator.</param>
    /// <param name="now">The time.</param>
    /// <param name="days">Its validity in days, limited by the validity of the authority.</param>
    public static X509Certificate2 Issue(X509Certificate2 authority, NodeNames node, DateTimeOffset now, int days)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(node);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfZero(node.Hosts.Count);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NameOf(node.Hosts[0]), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(node.Role == NodeRole.Coordinator ? [KeyUsages.Server, KeyUsages.Client] : [KeyUsages.Client], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(AlternativeNames(node.Hosts));
        var from = Latest(now - ClockTolerance, authority.NotBefore);
        var to = Earliest(now.AddDays(days), authority.NotAfter);
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(SerialNumberBytes));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>
    /// Whether a text is a valid node address in a certificate: a DNS name, also with <c>*</c> as its first label, or an IP address.
    /// </summary>
    public static bool IsHost(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IPAddress.TryParse(text, out _))
        {
            return true;
        }

        var labels = (text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text).Split('.');
        return text.Length <= 253 && labels.All(label =>
            label.Length is >= 1 and <= 63 && label[0] != '-' && label[^1] != '-'
            && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
    }

    private static X509Extension AlternativeNames(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }

    private static X500DistinguishedName NameOf(string commonName)
    {
        // X.520 limits a common name to 64 characters; the full address is an alternative name.
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName.Length <= 64 ? commonName : commonName[..64]);
        return builder.Build();
    }

    private static DateTimeOffset Latest(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static DateTimeOffset Earliest(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
