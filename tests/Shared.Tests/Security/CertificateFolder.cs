using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NNOptim.Hosting.Security;

namespace NNOptim.Shared.Tests.Security;

/// <summary>A temporary folder with an authority and certificates; deleted afterwards.</summary>
internal sealed class CertificateFolder : IDisposable
{
    public static readonly string[] Loopback = ["localhost", "127.0.0.1"];

    public string Folder { get; } = Directory.CreateTempSubdirectory("nnoptim-tls-").FullName;

    public string Authorities => File(CertificateFiles.Authority);

    public string File(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>A certificate from the folder's authority, as the command creates it.</summary>
    public TlsFiles Make(params string[] hosts) => Make(TimeProvider.System, 30, hosts);

    /// <summary>A certificate that was created at another time.</summary>
    public TlsFiles Make(TimeProvider clock, int days, params string[] hosts) =>
        new(CertificateFiles.Make(Folder, [new NodeNames(NodeRole.Coordinator, hosts)], days, clock)[^1], Authorities);

    /// <summary>A node's identity, with a certificate for this machine's loopback addresses.</summary>
    public TlsIdentity Identity(params string[] hosts) =>
        TlsIdentity.Load(Make(hosts.Length == 0 ? Loopback : hosts), NodeRole.Coordinator, TimeProvider.System);

    /// <summary>An identity that only connects and cannot be a coordinator.</summary>
    public TlsIdentity Client() => TlsIdentity.Load(
        new TlsFiles(CertificateFiles.Make(Folder, [new NodeNames(NodeRole.Client, ["client"])], 30, TimeProvider.System)[^1], Authorities), NodeRole.Client, TimeProvider.System);

    /// <summary>The same certificate and key as PKCS#12.</summary>
    public static string AsPkcs12(string pemFile, string? password)
    {
        var text = System.IO.File.ReadAllText(pemFile);
        using var certificate = X509Certificate2.CreateFromPem(text, text);
        var path = Path.ChangeExtension(pemFile, ".pfx");
        System.IO.File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return path;
    }

    /// <summary>Splits a PEM file into a certificate and a key; encrypts the key if there is a password.</summary>
    public (string Certificate, string Key) Split(string pemFile, string? password)
    {
        var text = System.IO.File.ReadAllText(pemFile);
        using var certificate = X509Certificate2.CreateFromPem(text, text);
        using var key = certificate.GetECDsaPrivateKey()!;
        var keyText = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        return (Write("split.crt", certificate.ExportCertificatePem()), Write("split.key", keyText));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
