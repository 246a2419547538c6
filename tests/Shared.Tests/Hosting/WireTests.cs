using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>A node logs bytes that no node sends and messages that are too large to send, and continues.</summary>
public class WireTests
{
    private const string Sha256 = "9f86d081";

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "the largest length there is", [0xff, 0xff, 0xff, 0x7f] },
        { "a negative length", [0xff, 0xff, 0xff, 0xff] },
        { "one byte more than the bound", Length(NodeConfiguration.LargestFrame + 1) },
        { "a request of another protocol", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: nnoptim\r\n\r\n") },
        { "a frame of zeros", [.. Length(1000), .. new byte[1000]] },
        { "a frame of noise", [.. Length(1000), .. Noise(1000)] },
        { "an empty frame", Length(0) },
        { "nothing but a part of a length", [1, 2] },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_ends_its_own_connection_at_most(string what, byte[] bytes)
    {
        what.ShouldNotBeEmpty();
        await using var node = await TestNode.StartAsync(null);
        for (var i = 0; i < 3; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", node.Port, TestContext.Current.CancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            await EndAsync(stream);
        }

        await using var other = await TestNode.StartAsync(null, node);
        await other.Reached;
        node.System.WhenTerminated.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_frame_beyond_the_limit_is_reported_with_its_size_and_not_kept()
    {
        await using var node = await TestNode.StartAsync(null);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", node.Port, TestContext.Current.CancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await client.GetStream().WriteAsync(Length(int.MaxValue - 100), TestContext.Current.CancellationToken);

        await node.LogsAsync($"a frame has 2147483547 bytes, but at most {NodeConfiguration.LargestFrame} are allowed");
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(100_000_000);
    }

    [Fact]
    public async Task A_message_too_large_to_send_is_reported_and_others_continue()
    {
        await using var node = await TestNode.StartAsync(null);
        await using var sender = await TestNode.StartAsync(null);
        var heard = node.System.ActorOf(Props.Create(() => new Hearer()), "hearer");
        var there = sender.ActorOf(node, "/user/hearer");

        there.Tell(new DatasetRefused(Sha256, new string('x', NodeConfiguration.LargestFrame)));
        there.Tell(new DatasetRefused(Sha256, "small"));

        await sender.LogsAsync(nameof(DatasetRefused));
        sender.Log.ShouldContain("Discarding oversized payload");
        (await heard.Ask<string>("what", TestNode.Deadline, TestContext.Current.CancellationToken)).ShouldBe("small");
    }

    [Fact]
    public async Task A_message_with_an_unknown_manifest_is_reported_and_others_continue()
    {
        await using var node = await TestNode.StartAsync(null);
        var heard = node.System.ActorOf(Props.Create(() => new Hearer()), "hearer");
        var future = ConfigurationFactory.ParseString($$"""
            akka.actor.serializers.future = "{{typeof(FutureSerializer).AssemblyQualifiedName}}"
            akka.actor.serialization-bindings { "{{typeof(FutureMessage).AssemblyQualifiedName}}" = future }
            """).WithFallback(NodeConfiguration.Create(new NodeSettings()));
        using var sender = ActorSystem.Create(NodeSettings.SystemName, future);
        var there = ((ExtendedActorSystem)sender).Provider.ResolveActorRef($"{node.Address}/user/hearer");

        there.Tell(new FutureMessage());
        await node.LogsAsync("of-2031");
        there.Tell(new DatasetRefused(Sha256, "known"));

        (await heard.Ask<string>("what", TestNode.Deadline, TestContext.Current.CancellationToken)).ShouldBe("known");
        await sender.Terminate();
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Completes when the node has closed the connection.</summary>
    private static async Task EndAsync(NetworkStream stream)
    {
        try
        {
            var buffer = new byte[1024];
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TestNode.Deadline) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset closes the connection, too.
        }
    }

    /// <summary>Answers with the reason of the first message.</summary>
    private sealed class Hearer : ReceiveActor
    {
        private readonly List<IActorRef> asking = [];
        private string? reason;

        public Hearer()
        {
            Receive<DatasetRefused>(message =>
            {
                reason ??= message.Reason;
                asking.ForEach(each => each.Tell(reason));
            });
            Receive<string>(_ =>
            {
                if (reason is null)
                {
                    asking.Add(Sender);
                }
                else
                {
                    Sender.Tell(reason);
                }
            });
        }
    }

    /// <summary>A message of a later version.</summary>
    private sealed record FutureMessage;

    /// <summary>Serialises as the protocol's serializer of a later version would.</summary>
    private sealed class FutureSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => ProtocolSerializer.SerializerId;

        public override string Manifest(object o) => "of-2031";

        public override byte[] ToBinary(object obj) => [1, 2, 3];

        public override object FromBinary(byte[] bytes, string manifest) => new FutureMessage();
    }
}
