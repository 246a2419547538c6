using Akka.Actor;
using Akka.Serialization;

namespace NNOptim.Protocol.Serialization;

/// <summary>The only serializer of the wire and the journal: it adapts <see cref="ProtocolCodec"/> to Akka.</summary>
public sealed class ProtocolSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The identifier under which journal rows name this serializer. Never changes.</summary>
    public const int SerializerId = 7301;

    /// <inheritdoc/>
    public override int Identifier => SerializerId;

    /// <inheritdoc/>
    public override string Manifest(object o) => ProtocolCodec.ManifestOf(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => ProtocolCodec.ToBytes(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => ProtocolCodec.FromBytes(manifest, bytes);
}
