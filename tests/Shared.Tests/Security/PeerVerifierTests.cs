using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NNOptim.Hosting.Security;

namespace NNOptim.Shared.Tests.Security;

public sealed class PeerVerifierTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly X509Certificate2 authority = CertificateAuthority.Create("ours", Now, 100);
    private readonly List<X509Certificate2> made = [];

    public void Dispose() => made.Append(authority).ToList().ForEach(certificate => certificate.Dispose());

    [Theory]
    [InlineData("node.example", "node.example", true)]
    [InlineData("node.example", "NODE.example", true)]
    [InlineData("node.example", "other.example", false)]
    [InlineData("node.example", "node.example.evil", false)]
    [InlineData("*.pods.example", "coordinator-0.pods.example", true)]
    [InlineData("*.pods.example", "a.b.pods.example", false)]
    [InlineData("*.pods.example", "pods.example", false)]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("node.example", "", false)]
    [InlineData("node.example", "not a host", false)]
    public void The_certificate_must_name_the_node_that_is_connected_to(string named, string dialled, bool accepted) =>
        (At(0).VerifyServer(Issue(named), [], dialled) is null).ShouldBe(accepted);

    [Fact]
    public void A_connecting_node_may_have_any_name() => At(0).VerifyClient(Issue("node.example"), []).ShouldBeNull();

    [Fact]
    public void A_common_name_is_no_address()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node.example", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(authority, Now, Now.AddDays(1), [1, 2, 3]);

        At(0).VerifyServer(certificate, [], "node.example")!.ShouldContain("no address at all");
    }

    [Fact]
    public void A_certificate_without_usages_has_no_role()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(authority, Now, Now.AddDays(1), [1, 2, 3]);

        At(0).VerifyClient(certificate, [])!.ShouldContain("is not for client authentication");
        At(0).VerifyServer(certificate, [], "node.example")!.ShouldContain("is not for server authentication");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(11, false)]
    public void A_certificate_is_accepted_only_while_it_is_valid(int days, bool accepted)
    {
        var certificate = Issue("node.example");
        var verifier = At(days);

        (verifier.VerifyClient(certificate, []) is null).ShouldBe(accepted);
        (verifier.VerifyServer(certificate, [], "node.example") is null).ShouldBe(accepted);
    }

    [Fact]
    public void A_missing_certificate_is_refused()
    {
        At(0).VerifyClient(null, []).ShouldBe("it presented no certificate");
        At(0).VerifyServer(null, [], "node.example").ShouldBe("it presented no certificate");
    }

    [Fact]
    public void Another_authority_is_refused_even_by_the_same_name()
    {
        using var impostor = CertificateAuthority.Create("ours", Now, 100);
        using var certificate = CertificateAuthority.Issue(impostor, new NodeNames(NodeRole.Coordinator, ["node.example"]), Now, 10);

        At(0).VerifyClient(certificate, [impostor])!.ShouldContain("was not issued by a trusted authority");
        At(0).VerifyClient(impostor, [])!.ShouldContain("was not issued by a trusted authority");
    }

    [Fact]
    public void The_authorities_that_the_machine_trusts_do_not_count()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);

        // On a machine without such a store there is nothing to trust wrongly.
        foreach (var root in store.Certificates.Take(5))
        {
            new PeerVerifier([authority], TimeProvider.System).VerifyClient(root, []).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", true, false)]
    [InlineData("1.3.6.1.5.5.7.3.2", false, true)]
    [InlineData("1.3.6.1.5.5.7.3.4", false, false)]
    public void The_usages_of_a_certificate_define_its_role(string usage, bool mayBeDialled, bool mayDial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("node.example");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, Now, Now.AddDays(1), [1, 2, 3]);

        (At(0).VerifyServer(certificate, [], "node.example") is null).ShouldBe(mayBeDialled);
        (At(0).VerifyClient(certificate, []) is null).ShouldBe(mayDial);
    }

    [Fact]
    public void A_node_can_sign_no_other_node()
    {
        var node = Issue("node.example");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=second", key, HashAlgorithmName.SHA256);
        using var nodeKey = node.GetECDsaPrivateKey()!;
        using var second = request.Create(
            node.SubjectName, X509SignatureGenerator.CreateForECDsa(nodeKey), Now, Now.AddDays(1), [1, 2, 3]);

        At(0).VerifyClient(second, [node]).ShouldNotBeNull();
    }

    private X509Certificate2 Issue(string host)
    {
        made.Add(CertificateAuthority.Issue(authority, new NodeNames(NodeRole.Coordinator, [host]), Now, 10));
        return made[^1];
    }

    private PeerVerifier At(int days) => new([authority], new FixedClock(Now.AddDays(days)));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
