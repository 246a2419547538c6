using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using NNOptim.Shared.Security;
using NNOptim.Shared.Tests.Security;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>Who joins a node that asks for certificates, and who does not: real nodes on loopback.</summary>
public sealed class NodeTlsTests : IDisposable
{
    private readonly CertificateFolder folder = new();
    private readonly List<IDisposable> made = [];

    public void Dispose()
    {
        made.ForEach(each => each.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task Nodes_with_certificates_of_one_authority_join()
    {
        await using var first = await TestNode.StartAsync(Own());
        await using var second = await TestNode.StartAsync(Made(folder.Identity("127.0.0.1")), first);

        await second.IsUp;

        second.Members.ShouldBe(2);
        first.Address.Protocol.ShouldBe("akka.ssl.tcp");
    }

    [Fact]
    public async Task A_node_with_a_certificate_of_another_authority_is_refused()
    {
        using var other = new CertificateFolder();
        await using var first = await TestNode.StartAsync(Own());
        // It would take the first node's certificate, so the refusal is the first node's.
        var intruder = Made(TlsIdentity.Load(other.Make("127.0.0.1") with { Authorities = Both(folder, other) }, TimeProvider.System));
        await using var second = await TestNode.StartAsync(intruder, first);

        await first.LogsAsync("is not from an authority of ours");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_of_another_authority_is_not_joined()
    {
        using var other = new CertificateFolder();
        await using var first = await TestNode.StartAsync(Made(other.Identity("127.0.0.1")));
        await using var second = await TestNode.StartAsync(Own(), first);

        await second.LogsAsync("is not from an authority of ours");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_with_an_expired_certificate_is_refused()
    {
        var past = new ClockAhead(TimeSpan.FromDays(-100));
        using var old = new CertificateFolder();
        var files = old.Make(past, 30, "127.0.0.1");
        await using var first = await TestNode.StartAsync(Made(TlsIdentity.Load(old.Make("localhost", "127.0.0.1"), TimeProvider.System)));
        await using var second = await TestNode.StartAsync(Made(TlsIdentity.Load(files, past)), first);

        await first.LogsAsync("is not valid now");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_whose_certificate_is_for_another_host_is_not_joined()
    {
        await using var first = await TestNode.StartAsync(Made(folder.Identity("other.example")));
        await using var second = await TestNode.StartAsync(Own(), first);

        await second.LogsAsync("the certificate is not for 127.0.0.1, the address dialled, but for other.example");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_outlives_one_that_fails_its_handshake_and_can_still_leave()
    {
        await using var stranger = await TestNode.StartAsync(Made(folder.Identity("other.example")));
        await using var first = await TestNode.StartAsync(Own());
        first.System.ActorSelection(new RootActorPath(stranger.Address) / "user" / "nobody").Tell(new Identify(1));
        await first.LogsAsync("goes on without the one whose TLS handshake failed");

        await using var second = await TestNode.StartAsync(Made(folder.Identity("127.0.0.1")), first);
        await second.IsUp;
        await first.LeaveAsync();

        await first.LogsAsync("Exiting completed");
    }

    [Fact]
    public async Task A_node_that_outlived_a_failed_handshake_stops_when_told_to()
    {
        await using var stranger = await TestNode.StartAsync(Made(folder.Identity("other.example")));
        await using var first = await TestNode.StartAsync(Own());
        first.System.ActorSelection(new RootActorPath(stranger.Address) / "user" / "nobody").Tell(new Identify(1));
        await first.LogsAsync("goes on without the one whose TLS handshake failed");

        await first.StopAsync();

        first.System.WhenTerminated.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_without_tls_cannot_join_one_with_it()
    {
        await using var first = await TestNode.StartAsync(Own());
        await using var second = await TestNode.StartAsync(null, first);

        await first.LogsAsync("Error caught channel");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_with_tls_does_not_join_one_without()
    {
        await using var first = await TestNode.StartAsync(null);
        await using var second = await TestNode.StartAsync(Own(), first);

        await second.LogsAsync("Couldn't join seed nodes after [3] attempts");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_cut_off()
    {
        await using var node = await TestNode.StartAsync(Own());

        (await IsCutOffAsync(node)).ShouldBeTrue();

        await node.LogsAsync("did not provide a certificate");
    }

    [Fact]
    public async Task A_client_with_a_certificate_is_heard()
    {
        await using var node = await TestNode.StartAsync(Own());
        using var client = new TcpClient();
        await using var stream = await ConnectAsync(client, node, Made(folder.Identity("client.example")).Certificate);

        // A length that no frame has: the node reads it and says so.
        await stream.WriteAsync(new byte[] { 0xff, 0xff, 0xff, 0x7f }, TestContext.Current.CancellationToken);

        await node.LogsAsync("Adjusted frame length exceeds");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse")]
    public async Task No_secret_reaches_a_log(string? password)
    {
        var files = folder.Make("localhost", "127.0.0.1");
        var (certificate, key) = folder.Split(files.Certificate, password);
        using var identity = TlsIdentity.Load(files with { Certificate = certificate, Key = key, Password = password }, TimeProvider.System);
        await using var node = await TestNode.StartAsync(identity);
        node.System.Log.Info("The settings are {0} and {1}", node.System.Settings, node.System.Settings.Config.ToString(true));
        await node.LogsAsync("The settings are");
        await IsCutOffAsync(node);
        await node.LogsAsync("did not provide a certificate");

        foreach (var secret in File.ReadAllLines(files.Certificate).SkipWhile(line => !line.Contains("PRIVATE", StringComparison.Ordinal))
            .Where(line => !line.StartsWith('-')).Append(password ?? "BEGIN PRIVATE KEY"))
        {
            node.Log.ShouldNotContain(secret, Case.Sensitive);
        }
    }

    /// <summary>A file with the authorities of two folders.</summary>
    private static string Both(CertificateFolder one, CertificateFolder two)
    {
        if (!File.Exists(one.Authorities))
        {
            one.Make("unused.example");
        }

        return two.Write("both.pem", File.ReadAllText(one.Authorities) + File.ReadAllText(two.Authorities));
    }

    private static void ShouldBeApart(TestNode first, TestNode second)
    {
        second.HasJoined.ShouldBeFalse();
        first.Members.ShouldBeLessThanOrEqualTo(1);
        second.Members.ShouldBe(0);
    }

    /// <summary>Whether a node ends the connection of a client that shows no certificate.</summary>
    private static async Task<bool> IsCutOffAsync(TestNode node)
    {
        using var client = new TcpClient();
        try
        {
            await using var stream = await ConnectAsync(client, node, null);
            return await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(TestNode.Deadline) == 0;
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            return true;
        }
    }

    private static async Task<SslStream> ConnectAsync(TcpClient client, TestNode node, X509Certificate2? certificate)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await client.ConnectAsync("127.0.0.1", node.Port, cancellation);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                ClientCertificates = certificate is null ? null : [certificate],
#pragma warning disable CA5359 // whom the server takes is what is asked here
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            cancellation);
        return stream;
    }

    private TlsIdentity Own() => Made(folder.Identity());

    private TlsIdentity Made(TlsIdentity identity)
    {
        made.Add(identity);
        return identity;
    }
}
