using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NNOptim.Files;

namespace NNOptim.Hosting.Security;

/// <summary>
/// A folder with a private authority (<c>ca.pem</c>, its key in <c>ca.key</c>) and nodes' certificates, each with its key in
/// <c>NAME.pem</c>. Only their owner can read the files, and none is ever overwritten.
/// </summary>
public static class CertificateFiles
{
    /// <summary>The authority's certificate, which every node needs.</summary>
    public const string Authority = "ca.pem";

    /// <summary>The authority's key, which no node needs.</summary>
    public const string AuthorityKey = "ca.key";

    /// <summary>The authority is valid longer than its nodes' certificates, so that they can be renewed.</summary>
    private const int AuthorityDays = 3650;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates certificates for nodes with the folder's authority, or with a new one when it has none.</summary>
    /// <param name="folder">The folder, created when missing.</param>
    /// <param name="nodes">The nodes; the first name of each determines its file's name.</param>
    /// <param name="days">The validity of the nodes' certificates in days.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The files written, in order.</returns>
    /// <exception cref="TlsFileException">A file exists already, or the authority's files cannot be used; nothing was written.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Make(string folder, IReadOnlyList<NodeNames> nodes, int days, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(clock);
        var files = nodes.Select(node => Path.Combine(folder, FileNameOf(node.Hosts[0]))).ToList();
        var errors = files.Where(Path.Exists).Select(file => $"{file} already exists and is not overwritten.")
            .Concat(files.GroupBy(file => file, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{group.Key} would be written twice."))
            .ToList();
        if (errors.Count > 0)
        {
            throw new TlsFileException(errors);
        }

        var now = clock.GetUtcNow();
        var certificate = Path.Combine(folder, Authority);
        var key = Path.Combine(folder, AuthorityKey);
        var existing = Existing(certificate, key, now);
        using var authority = existing ?? CertificateAuthority.Create("NNOptim.Actors private authority", now, AuthorityDays);
        MakeFolder(folder);
        var written = new List<string>();
        if (existing is null)
        {
            Write(key, KeyOf(authority));
            Write(certificate, authority.ExportCertificatePem());
            written.AddRange([certificate, key]);
        }

        foreach (var (file, node) in files.Zip(nodes))
        {
            using var issued = CertificateAuthority.Issue(authority, node, now, days);
            Write(file, $"{issued.ExportCertificatePem()}\n{KeyOf(issued)}");
            written.Add(file);
        }

        return written;
    }

    private static X509Certificate2? Existing(string certificate, string key, DateTimeOffset now)
    {
        if (!File.Exists(certificate) && !File.Exists(key))
        {
            return null;
        }

        if (!File.Exists(certificate) || !File.Exists(key))
        {
            var (there, missing) = File.Exists(certificate) ? (certificate, key) : (key, certificate);
            throw new TlsFileException([$"{there} exists without {missing}; issuing certificates needs both."]);
        }

        X509Certificate2 authority;
        try
        {
            authority = X509Certificate2.CreateFromPem(InputFile.ReadText(certificate, TlsFiles.MaxBytes), InputFile.ReadText(key, TlsFiles.MaxBytes));
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            throw new TlsFileException([$"{certificate} and {key} are not the certificate and the key of an authority: {error.Message}"]);
        }

        if (now > authority.NotAfter || now < authority.NotBefore)
        {
            var range = FormattableString.Invariant($"{authority.NotBefore.ToUniversalTime():u} to {authority.NotAfter.ToUniversalTime():u}");
            authority.Dispose();
            throw new TlsFileException([$"{certificate} is not valid now, only from {range}; create a new authority in another folder."]);
        }

        return authority;
    }

    private static string FileNameOf(string host) =>
        $"{host.Replace("*", "any", StringComparison.Ordinal).Replace(':', '_')}.pem";

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()
            ?? throw new TlsFileException([$"The key of {certificate.Subject} is not an elliptic-curve key."]);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string path, string pem) => WholeOutput.WriteText(path, pem.TrimEnd('\n') + '\n', mode: OwnerOnly);
}
