using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace NNOptim.Shared.Serialization;

/// <summary>
/// Takes the place, and the number, of Akka's JSON serializer, which creates whatever type a peer or a journal row names.
/// Nothing here is ever sent by it, so all it meets is refused.
/// </summary>
public sealed class RefusingSerializer : Serializer
{
    /// <summary>Made by Akka, which hands over the settings of its JSON serializer.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <summary>The identifier of Akka's JSON serializer.</summary>
    public override int Identifier => 1;

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
        throw new UnknownMessageException("A message that names its own type is not read.");
}
