using System.Security.Cryptography.X509Certificates;
using NNOptim.Hosting.Security;

namespace NNOptim.Shared.Tests.Security;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly CertificateFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nodes_are_certified_by_a_new_authority_for_their_names()
    {
        var written = CertificateFiles.Make(folder.Folder, [Node("a.example", "10.0.0.1"), Node("*.pods.example")], 7, TimeProvider.System);

        written.Select(Path.GetFileName).ShouldBe(["ca.pem", "ca.key", "a.example.pem", "any.pods.example.pem"]);
        using var identity = TlsIdentity.Load(new TlsFiles(written[2], written[0]), NodeRole.Coordinator, TimeProvider.System);
        identity.Peers.VerifyServer(identity.Certificate, [], "10.0.0.1").ShouldBeNull();
        (identity.Certificate.NotAfter.ToUniversalTime() - DateTime.UtcNow).TotalDays.ShouldBeInRange(6.9, 7.1);
        File.ReadAllText(written[0]).ShouldNotContain("PRIVATE KEY");
    }

    [Fact]
    public void Only_the_owner_can_read_files()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var inner = folder.File("new");

        foreach (var file in CertificateFiles.Make(inner, [Node("a.example")], 7, TimeProvider.System))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.GetUnixFileMode(inner).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_second_call_adds_a_node_by_the_same_authority()
    {
        using var first = folder.Identity("a.example");
        using var second = folder.Identity("b.example");

        first.Peers.VerifyServer(second.Certificate, [], "b.example").ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_overwritten_and_nothing_else_is_written_then()
    {
        var before = File.ReadAllText(folder.Make("a.example").Certificate);

        Should.Throw<TlsFileException>(() => CertificateFiles.Make(folder.Folder, [Node("b.example"), Node("a.example")], 7, TimeProvider.System))
            .Message.ShouldContain("a.example.pem already exists");

        File.ReadAllText(folder.File("a.example.pem")).ShouldBe(before);
        File.Exists(folder.File("b.example.pem")).ShouldBeFalse();
    }

    [Fact]
    public void One_name_for_two_nodes_is_refused_before_anything_is_written()
    {
        Should.Throw<TlsFileException>(() => CertificateFiles.Make(folder.Folder, [Node("a.example"), Node("a.example")], 7, TimeProvider.System));

        Directory.EnumerateFileSystemEntries(folder.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("ca.key")]
    public void Half_an_authority_is_not_replaced(string lost)
    {
        folder.Make("a.example");
        File.Delete(folder.File(lost));

        Should.Throw<TlsFileException>(() => folder.Make("b.example")).Message.ShouldContain("exists without");
        File.Exists(folder.File(lost)).ShouldBeFalse();
    }

    [Fact]
    public void A_node_is_certified_for_no_longer_than_its_authority()
    {
        var files = folder.Make(TimeProvider.System, 10_000, "a.example");
        using var authority = X509CertificateLoader.LoadCertificateFromFile(files.Authorities);
        using var identity = TlsIdentity.Load(files, NodeRole.Coordinator, TimeProvider.System);

        identity.Certificate.NotAfter.ShouldBe(authority.NotAfter);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a.b-c.example", true)]
    [InlineData("*.example", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("", false)]
    [InlineData("a..b", false)]
    [InlineData("-a", false)]
    [InlineData("a/../b", false)]
    [InlineData("a b", false)]
    [InlineData("a.*.b", false)]
    public void A_host_is_a_name_or_an_address(string text, bool host) => CertificateAuthority.IsHost(text).ShouldBe(host);

    private static NodeNames Node(params string[] hosts) => new(NodeRole.Coordinator, hosts);
}
