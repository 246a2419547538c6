using System.Runtime.Serialization;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>A node in the product's configuration, without actors.</summary>
public sealed class StrictSerializationTests : IAsyncLifetime, IDisposable
{
    private readonly IHost host = NodeHosting.Build(
        new NodeSettings(), new Serilog.LoggerConfiguration().CreateLogger(), _ => { });

    private ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    [Fact]
    public void Messages_go_by_the_protocols_serializer_and_journals_find_it_by_its_number()
    {
        ProtocolSerializer.SerializerId.ShouldBe(7301);
        foreach (var message in Version1.Messages)
        {
            var serializer = System.Serialization.FindSerializerFor(message).ShouldBeOfType<ProtocolSerializer>();
            serializer.Identifier.ShouldBe(7301);
            var back = System.Serialization.Deserialize(serializer.ToBinary(message), 7301, serializer.Manifest(message));
            Structure.Describe(back).ShouldBe(Structure.Describe(message));
        }
    }

    [Fact]
    public void Nothing_else_is_serialised()
    {
        Should.Throw<SerializationException>(() => System.Serialization.Serialize(new Unregistered("text")));
        Should.Throw<SerializationException>(() => System.Serialization.Serialize(new object()));
        Should.Throw<SerializationException>(() => System.Serialization.Serialize(Grid));
    }

    [Fact]
    public void Nothing_that_came_with_the_name_of_a_type_is_read() =>
        Should.Throw<SerializationException>(() => System.Serialization.Deserialize(
            "{}"u8.ToArray(), 1, typeof(Unregistered).AssemblyQualifiedName!));

    [Fact]
    public void Nothing_of_Akkas_own_serializers_is_read()
    {
        var own = new[] { 1, 2, 3, 4, 6, 7, 8, 16, 17, 22 };

        RefusingSerializer.Replaced.Values.ShouldBe(own, ignoreOrder: true);
        foreach (var id in own)
        {
            Should.Throw<SerializationException>(() => System.Serialization.Deserialize([], id, typeof(string).AssemblyQualifiedName!)).Message.ShouldContain("are refused");
        }
    }

    [Fact]
    public void All_objects_are_bound_to_the_protocols_serializer() =>
        System.Settings.Config.GetConfig("akka.actor.serialization-bindings").AsEnumerable()
            .Where(pair => pair.Key.Contains("System.Object", StringComparison.Ordinal))
            .ShouldAllBe(pair => pair.Value.GetString() == "nnoptim");

    public async ValueTask InitializeAsync() => await host.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        Dispose();
    }

    public void Dispose() => host.Dispose();

    private static DatasetSpecification Grid => new() { Kind = DatasetKind.Moons };

    private sealed record Unregistered(string Text);
}
