using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NNOptim.Files;

namespace NNOptim.Hosting.Security;

/// <summary>A node's certificate with its private key, and the verifier of other nodes' certificates.</summary>
public sealed class TlsIdentity : IDisposable
{
    private const string PemMark = "-----BEGIN ";
    private readonly X509Certificate2Collection authorities;

    private TlsIdentity(X509Certificate2 certificate, X509Certificate2Collection authorities, PeerVerifier peers)
    {
        Certificate = certificate;
        this.authorities = authorities;
        Peers = peers;
    }

    /// <summary>The certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Verifies other nodes.</summary>
    public PeerVerifier Peers { get; }

    /// <summary>An identity from loaded certificates, which it then owns.</summary>
    public static TlsIdentity Create(X509Certificate2 certificate, X509Certificate2Collection authorities, TimeProvider clock, PeerChecks checks = PeerChecks.All) =>
        new(certificate, authorities, new PeerVerifier(authorities, clock, checks));

    /// <summary>Reads the certificates and checks that a node can use them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="role">The role of the node; the certificate must allow it.</param>
    /// <param name="clock">The clock that decides which certificates are valid.</param>
    /// <param name="checks">The additional checks of peers.</param>
    /// <exception cref="TlsFileException">A file is missing or unreadable, a certificate has no key, is not valid now, or is not from the authorities.</exception>
    public static TlsIdentity Load(TlsFiles files, NodeRole role, TimeProvider clock, PeerChecks checks = PeerChecks.All)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(clock);
        var errors = new List<string>();
        var certificate = Attempt(() => ReadCertificate(files), errors);
        var authorities = Attempt(() => ReadAuthorities(files.Authorities), errors) ?? [];
        if (certificate is not null && checks.HasFlag(PeerChecks.Time))
        {
            CheckTime(TlsOptions.Certificate, files.Certificate, certificate, clock, errors);
        }

        foreach (var authority in checks.HasFlag(PeerChecks.Time) ? authorities : [])
        {
            CheckTime(TlsOptions.Authorities, files.Authorities, authority, clock, errors);
        }

        if (errors.Count == 0)
        {
            var verifier = new PeerVerifier(authorities, clock, checks);
            if ((verifier.VerifyClient(certificate, []) ?? (role == NodeRole.Coordinator ? verifier.VerifyServer(certificate, [], FirstName(certificate!)) : null)) is { } reason)
            {
                errors.Add($"{TlsOptions.Certificate}: {files.Certificate}: other nodes would refuse it: {reason} ({TlsOptions.Authorities}: {files.Authorities}).");
            }
        }

        if (errors.Count == 0)
        {
            return new TlsIdentity(certificate!, authorities, new PeerVerifier(authorities, clock, checks));
        }

        certificate?.Dispose();
        Dispose(authorities);
        throw new TlsFileException(errors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Dispose(authorities);
    }

    private static X509Certificate2 ReadCertificate(TlsFiles files)
    {
        var bytes = Read(TlsOptions.Certificate, files.Certificate);
        if (!IsPem(bytes))
        {
            return ReadPkcs12(files, bytes);
        }

        var text = System.Text.Encoding.UTF8.GetString(bytes);
        var keyOption = files.Key is null ? TlsOptions.Certificate : TlsOptions.Key;
        var keyFile = files.Key ?? files.Certificate;
        var key = files.Key is null ? text : System.Text.Encoding.UTF8.GetString(Read(TlsOptions.Key, files.Key));
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new TlsFileException([files.Key is null
                ? $"{keyOption}: {keyFile} holds no private key; give its file with {TlsOptions.Key}."
                : $"{keyOption}: {keyFile} holds no private key."]);
        }

        var encrypted = key.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (encrypted && files.Password is null)
        {
            throw new TlsFileException([$"{keyOption}: the key in {keyFile} is encrypted; set its password in {TlsOptions.PasswordVariable}."]);
        }

        try
        {
            using var certificate = encrypted
                ? X509Certificate2.CreateFromEncryptedPem(text, key, files.Password)
                : X509Certificate2.CreateFromPem(text, key);
            // TLS on Windows accepts only stored keys; elsewhere this changes nothing.
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new TlsFileException([$"{TlsOptions.Certificate}: {files.Certificate} holds no certificate that the key in {keyFile} "
                + (encrypted ? $"belongs to, or {TlsOptions.PasswordVariable} does not decrypt the key." : "belongs to.")]);
        }
    }

    private static X509Certificate2 ReadPkcs12(TlsFiles files, byte[] bytes)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12(bytes, files.Password);
        }
        catch (CryptographicException)
        {
            throw new TlsFileException([$"{TlsOptions.Certificate}: {files.Certificate} is neither a PEM file nor a PKCS#12 file that "
                + (files.Password is null ? $"opens without a password; set one in {TlsOptions.PasswordVariable}." : $"{TlsOptions.PasswordVariable} opens.")]);
        }

        if (files.Key is not null)
        {
            certificate.Dispose();
            throw new TlsFileException([$"{TlsOptions.Key}: {files.Key}: the certificate {files.Certificate} is a PKCS#12 file, which holds its key itself."]);
        }

        if (!certificate.HasPrivateKey)
        {
            certificate.Dispose();
            throw new TlsFileException([$"{TlsOptions.Certificate}: {files.Certificate} holds no private key."]);
        }

        return certificate;
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        var bytes = Read(TlsOptions.Authorities, path);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(System.Text.Encoding.UTF8.GetString(bytes));
        }
        catch (CryptographicException)
        {
            authorities.Clear();
        }

        if (authorities.Count == 0)
        {
            throw new TlsFileException([$"{TlsOptions.Authorities}: {path} holds no certificate in PEM."]);
        }

        var errors = authorities
            .Where(authority => !authority.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
            .Select(authority => $"{TlsOptions.Authorities}: {path}: {authority.Subject} is not a certificate authority.")
            .ToList();
        if (errors.Count == 0 && !authorities.Any(PeerVerifier.IsSelfIssued))
        {
            errors.Add($"{TlsOptions.Authorities}: {path} holds no self-signed authority, so no certificate can be trusted.");
        }

        if (errors.Count > 0)
        {
            Dispose(authorities);
            throw new TlsFileException(errors);
        }

        return authorities;
    }

    private static byte[] Read(string option, string path)
    {
        try
        {
            return InputFile.ReadBytes(path, TlsFiles.MaxBytes);
        }
        catch (InputFileException error)
        {
            throw new TlsFileException([File.Exists(path) || Directory.Exists(path)
                ? $"{option}: {path} cannot be read: {error.Message}."
                : $"{option}: {path}: there is no such file."]);
        }
    }

    private static void CheckTime(string option, string path, X509Certificate2 certificate, TimeProvider clock, List<string> errors)
    {
        var now = clock.GetUtcNow();
        if (now > certificate.NotAfter)
        {
            errors.Add(FormattableString.Invariant($"{option}: {path}: the certificate of {certificate.Subject} expired on {certificate.NotAfter.ToUniversalTime():u}."));
        }
        else if (now < certificate.NotBefore)
        {
            errors.Add(FormattableString.Invariant($"{option}: {path}: the certificate of {certificate.Subject} is not valid before {certificate.NotBefore.ToUniversalTime():u}."));
        }
    }

    private static bool IsPem(byte[] bytes) => bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(PemMark)) >= 0;

    private static string FirstName(X509Certificate2 certificate) => PeerVerifier.NamesOf(certificate).Split(", ")[0].Replace("*", "any", StringComparison.Ordinal);

    private static T? Attempt<T>(Func<T> read, List<string> errors)
        where T : class
    {
        try
        {
            return read();
        }
        catch (TlsFileException error)
        {
            errors.AddRange(error.Errors);
            return null;
        }
    }

    private static void Dispose(X509Certificate2Collection certificates)
    {
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
