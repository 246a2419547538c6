using NNOptim.Hosting.Security;

namespace NNOptim.Shared.Tests.Security;

/// <summary>Certificates in every supported form, and the messages for those that cannot be used.</summary>
public sealed class TlsIdentityTests : IDisposable
{
    private const string Password = "correct horse";
    private readonly CertificateFolder folder = new();
    private readonly TlsFiles files;

    public TlsIdentityTests() => files = folder.Make(CertificateFolder.Loopback);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_pem_file_with_its_key_is_read() => ShouldLoad(files);

    [Theory]
    [InlineData(null)]
    [InlineData(Password)]
    public void A_key_in_a_separate_file_is_read(string? password)
    {
        var (certificate, key) = folder.Split(files.Certificate, password);

        ShouldLoad(files with { Certificate = certificate, Key = key, Password = password });
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Password)]
    public void A_pkcs12_file_is_read(string? password) =>
        ShouldLoad(files with { Certificate = CertificateFolder.AsPkcs12(files.Certificate, password), Password = password });

    [Fact]
    public void All_missing_files_are_reported_at_once()
    {
        var errors = Refused(new TlsFiles("no.pem", "none.pem"));

        errors.ShouldContain("--tls-certificate: no.pem: there is no such file.");
        errors.ShouldContain("--tls-ca: none.pem: there is no such file.");
    }

    [Fact]
    public void A_folder_is_no_certificate() =>
        Refused(files with { Certificate = folder.Folder }).ShouldContain($"--tls-certificate: {folder.Folder} cannot be read");

    [Fact]
    public void Text_is_no_certificate() =>
        Refused(files with { Certificate = folder.Write("text", "hello"), Authorities = folder.Write("ca", "hello") })
            .ShouldBe(
                $"--tls-certificate: {folder.File("text")} is neither a PEM file nor a PKCS#12 file that opens without a password; set one in NNOPTIM_TLS_PASSWORD."
                + $"{Environment.NewLine}--tls-ca: {folder.File("ca")} holds no certificate in PEM.");

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        var (certificate, _) = folder.Split(files.Certificate, null);

        Refused(files with { Certificate = certificate }).ShouldContain("holds no private key; give its file with --tls-key");
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var (_, key) = folder.Split(folder.Make("other").Certificate, null);

        Refused(files with { Key = key }).ShouldContain($"holds no certificate that the key in {key} belongs to");
    }

    [Theory]
    [InlineData(null, "set its password in NNOPTIM_TLS_PASSWORD")]
    [InlineData("wrong guess", "NNOPTIM_TLS_PASSWORD does not decrypt the key")]
    public void An_encrypted_key_needs_its_password(string? given, string told)
    {
        var (certificate, key) = folder.Split(files.Certificate, Password);

        var errors = Refused(files with { Certificate = certificate, Key = key, Password = given });

        errors.ShouldContain(told);
        errors.ShouldNotContain("wrong guess");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong guess")]
    public void An_encrypted_pkcs12_file_needs_its_password(string? given)
    {
        var errors = Refused(files with { Certificate = CertificateFolder.AsPkcs12(files.Certificate, Password), Password = given });

        errors.ShouldContain("NNOPTIM_TLS_PASSWORD");
        errors.ShouldNotContain("wrong guess");
    }

    [Theory]
    [InlineData(31, "expired on")]
    [InlineData(-1, "is not valid before")]
    public void A_certificate_must_be_valid_now(int days, string told) =>
        Should.Throw<TlsFileException>(() => TlsIdentity.Load(files, NodeRole.Coordinator, new ClockAhead(TimeSpan.FromDays(days)))).Message.ShouldContain(told);

    [Fact]
    public void An_authority_that_has_expired_is_refused() =>
        Should.Throw<TlsFileException>(() => TlsIdentity.Load(files, NodeRole.Coordinator, new ClockAhead(TimeSpan.FromDays(4000)))).Message
            .ShouldContain($"--tls-ca: {folder.Authorities}: the certificate of CN=NNOptim.Actors private authority expired on");

    [Fact]
    public void A_certificate_of_another_authority_is_refused_before_other_nodes_do()
    {
        using var other = new CertificateFolder();

        Refused(files with { Authorities = other.Make("other").Authorities }).ShouldContain("was not issued by a trusted authority");
    }

    [Fact]
    public void A_nodes_certificate_is_no_authority() =>
        Refused(files with { Authorities = files.Certificate }).ShouldContain("CN=localhost is not a certificate authority");

    [Fact]
    public void A_password_is_in_no_text_of_the_settings() =>
        (files with { Password = Password }).ToString().ShouldNotContain(Password);

    private static void ShouldLoad(TlsFiles files)
    {
        using var identity = TlsIdentity.Load(files, NodeRole.Coordinator, TimeProvider.System);

        identity.Certificate.HasPrivateKey.ShouldBeTrue();
        identity.Certificate.Subject.ShouldBe("CN=localhost");
        identity.Peers.VerifyServer(identity.Certificate, [], "127.0.0.1").ShouldBeNull();
    }

    private static string Refused(TlsFiles files) =>
        Should.Throw<TlsFileException>(() => TlsIdentity.Load(files, NodeRole.Coordinator, TimeProvider.System)).Message;
}
