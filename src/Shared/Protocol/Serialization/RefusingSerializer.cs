using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace NNOptim.Protocol.Serialization;

/// <summary>
/// Replaces one of Akka's own serializers under its number. Those create types that a peer names, stop and suspend actors, and deploy new
/// ones. Our nodes send no such messages, so it refuses all of them.
/// </summary>
public sealed class RefusingSerializer : Serializer
{
    private readonly string name;

    /// <summary>Called by Akka with the <c>akka.actor.serialization-settings</c> of the replaced serializer.</summary>
    /// <param name="system">The node.</param>
    /// <param name="settings">The <c>identifier</c> and <c>name</c> of the replaced serializer.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Identifier = settings.GetInt("identifier");
        name = settings.GetString("name");
    }

    /// <summary>Akka's serializers by name, each with its number.</summary>
    public static IReadOnlyDictionary<string, int> Replaced { get; } = new Dictionary<string, int>
    {
        ["json"] = 1,
        ["proto"] = 2,
        ["daemon-create"] = 3,
        ["bytes"] = 4,
        ["akka-containers"] = 6,
        ["akka-persistence-message"] = 7,
        ["akka-persistence-snapshot"] = 8,
        ["akka-misc"] = 16,
        ["primitive"] = 17,
        ["akka-system-msg"] = 22,
    };

    /// <inheritdoc/>
    public override int Identifier { get; }

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        throw new UnknownMessageException($"{obj.GetType().Name} is not a message of the protocol.");
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new UnknownMessageException($"Messages of Akka's serializer {name} are refused.");
}
