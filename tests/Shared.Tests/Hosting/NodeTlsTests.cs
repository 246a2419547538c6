using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using NNOptim.Hosting.Security;
using NNOptim.Shared.Tests.Security;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>Which nodes can connect to a node that requires certificates: real nodes on loopback.</summary>
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
    public async Task Nodes_with_certificates_of_one_authority_reach_each_other()
    {
        await using var first = await TestNode.StartAsync(Own());
        await using var second = await TestNode.StartAsync(Made(folder.Identity("127.0.0.1")), first);

        await second.Reached;

        first.Address.Protocol.ShouldBe("akka.ssl.tcp");
    }

    [Fact]
    public async Task A_client_reaches_a_coordinator_and_cannot_pass_for_one()
    {
        await using var coordinator = await TestNode.StartAsync(Own());
        var client = Made(folder.Client());
        await using var worker = await TestNode.StartAsync(client, coordinator);
        await worker.Reached;
        await using var impostor = await TestNode.StartAsync(client);

        await using var another = await TestNode.StartAsync(Made(folder.Identity("127.0.0.1")), impostor);

        await another.LogsAsync("is not for server authentication");
        another.HasReached.ShouldBeFalse();
    }

    [Fact]
    public async Task The_nodes_of_a_run_accept_only_each_other()
    {
        var run = RunIdentities.Make("127.0.0.1", TimeProvider.System);
        await using var coordinator = await TestNode.StartAsync(Made(run.Coordinator));
        await using var worker = await TestNode.StartAsync(Made(RunIdentities.Read(run.ForWorkers, TimeProvider.System)), coordinator);
        await worker.Reached;

        await using var stranger = await TestNode.StartAsync(Made(RunIdentities.Make("127.0.0.1", TimeProvider.System).Coordinator), coordinator);

        await stranger.LogsAsync("was not issued by a trusted authority");
        stranger.HasReached.ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_that_offers_no_TLS_1_3_is_cut_off()
    {
        await using var node = await TestNode.StartAsync(Own());
        using var client = new TcpClient();

        await Should.ThrowAsync<Exception>(() => ConnectAsync(client, node, Made(folder.Identity("client.example")).Certificate, SslProtocols.Tls12));

        await using var other = await TestNode.StartAsync(Made(folder.Identity("127.0.0.1")), node);
        await other.Reached;
    }

    [Fact]
    public async Task A_node_with_a_certificate_of_another_authority_is_refused()
    {
        using var other = new CertificateFolder();
        await using var first = await TestNode.StartAsync(Own());
        // It would accept the first node's certificate, so the first node is the one that refuses.
        var intruder = Made(TlsIdentity.Load(other.Make("127.0.0.1") with { Authorities = Both(folder, other) }, NodeRole.Coordinator, TimeProvider.System));
        await using var second = await TestNode.StartAsync(intruder, first);

        await first.LogsAsync("was not issued by a trusted authority");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_of_another_authority_is_not_reached()
    {
        using var other = new CertificateFolder();
        await using var first = await TestNode.StartAsync(Made(other.Identity("127.0.0.1")));
        await using var second = await TestNode.StartAsync(Own(), first);

        await second.LogsAsync("was not issued by a trusted authority");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_with_an_expired_certificate_is_refused()
    {
        var past = new ClockAhead(TimeSpan.FromDays(-100));
        using var old = new CertificateFolder();
        var files = old.Make(past, 30, "127.0.0.1");
        await using var first = await TestNode.StartAsync(Made(TlsIdentity.Load(old.Make("localhost", "127.0.0.1"), NodeRole.Coordinator, TimeProvider.System)));
        await using var second = await TestNode.StartAsync(Made(TlsIdentity.Load(files, NodeRole.Coordinator, past)), first);

        await first.LogsAsync("is not valid now");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_whose_certificate_is_for_another_host_is_not_reached()
    {
        await using var first = await TestNode.StartAsync(Made(folder.Identity("other.example")));
        await using var second = await TestNode.StartAsync(Own(), first);

        await second.LogsAsync("the certificate is not for 127.0.0.1, the address of the connection, but for other.example");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_continues_when_a_handshake_with_another_fails()
    {
        await using var stranger = await TestNode.StartAsync(Made(folder.Identity("other.example")));
        await using var first = await TestNode.StartAsync(Own(), stranger);
        await first.LogsAsync("the certificate is not for 127.0.0.1");

        await using var second = await TestNode.StartAsync(Made(folder.Identity("127.0.0.1")), first);

        await second.Reached;
        first.System.WhenTerminated.IsCompleted.ShouldBeFalse();
        await first.StopAsync();
    }

    [Fact]
    public async Task A_node_without_tls_cannot_reach_one_with_it()
    {
        await using var first = await TestNode.StartAsync(Own());
        await using var second = await TestNode.StartAsync(null, first);

        await first.LogsAsync("The handshake with");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_node_with_tls_does_not_reach_one_without()
    {
        await using var first = await TestNode.StartAsync(null);
        await using var second = await TestNode.StartAsync(Own(), first);

        await second.LogsAsync("did not answer within");

        ShouldBeApart(first, second);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_cut_off()
    {
        await using var node = await TestNode.StartAsync(Own());

        (await IsCutOffAsync(node)).ShouldBeTrue();

        await node.LogsAsync("it presented no certificate");
    }

    [Fact]
    public async Task A_client_with_a_certificate_is_accepted()
    {
        await using var node = await TestNode.StartAsync(Own());
        using var client = new TcpClient();
        await using var stream = await ConnectAsync(client, node, Made(folder.Identity("client.example")).Certificate);

        // An impossible frame length: the node reads and logs it.
        await stream.WriteAsync(new byte[] { 0xff, 0xff, 0xff, 0x7f }, TestContext.Current.CancellationToken);

        await node.LogsAsync("a frame has 2147483647 bytes");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse")]
    public async Task No_secret_reaches_a_log(string? password)
    {
        var files = folder.Make("localhost", "127.0.0.1");
        var (certificate, key) = folder.Split(files.Certificate, password);
        using var identity = TlsIdentity.Load(files with { Certificate = certificate, Key = key, Password = password }, NodeRole.Coordinator, TimeProvider.System);
        await using var node = await TestNode.StartAsync(identity);
        node.System.Log.Info("The settings are {0} and {1}", node.System.Settings, node.System.Settings.Config.ToString(true));
        await node.LogsAsync("The settings are");
        await IsCutOffAsync(node);
        await node.LogsAsync("it presented no certificate");

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
        first.System.WhenTerminated.IsCompleted.ShouldBeFalse();
        second.HasReached.ShouldBeFalse();
    }

    /// <summary>Whether a node closes the connection of a client without a certificate.</summary>
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

    private static async Task<SslStream> ConnectAsync(TcpClient client, TestNode node, X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await client.ConnectAsync("127.0.0.1", node.Port, cancellation);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                EnabledSslProtocols = protocols,
                ClientCertificates = certificate is null ? null : [certificate],
#pragma warning disable CA5359 // the test checks which servers accept the client
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
