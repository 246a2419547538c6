using Google.Protobuf;

namespace NNOptim.Protocol.Serialization;

/// <summary>One kind of message: its manifest, and its conversion to and from bytes.</summary>
internal abstract record MessageCodec(string Manifest, Type Type)
{
    /// <summary>Whether the journal or the snapshot store keeps such messages, with a checksum.</summary>
    public bool IsKept { get; init; }

    /// <summary>The bytes of a message, after this many bytes that the caller fills in.</summary>
    public abstract byte[] ToBytes(IProtocolMessage message, int room);

    public abstract IProtocolMessage FromBytes(ReadOnlySpan<byte> bytes);

    public static MessageCodec Create<TMessage, TWire>(
        string manifest, Func<TMessage, TWire> toWire, Func<TWire, TMessage> fromWire)
        where TMessage : IProtocolMessage
        where TWire : IMessage<TWire>, new() => new Mapped<TMessage, TWire>(manifest, toWire, fromWire);

    private sealed record Mapped<TMessage, TWire>(
        string Manifest, Func<TMessage, TWire> ToWire, Func<TWire, TMessage> FromWire)
        : MessageCodec(Manifest, typeof(TMessage))
        where TMessage : IProtocolMessage
        where TWire : IMessage<TWire>, new()
    {
        public override byte[] ToBytes(IProtocolMessage message, int room)
        {
            var wire = ToWire((TMessage)message);
            var bytes = new byte[room + wire.CalculateSize()];
            wire.WriteTo(bytes.AsSpan(room));
            return bytes;
        }

        public override IProtocolMessage FromBytes(ReadOnlySpan<byte> bytes)
        {
            var wire = new TWire();
            wire.MergeFrom(bytes);
            return FromWire(wire);
        }
    }
}
