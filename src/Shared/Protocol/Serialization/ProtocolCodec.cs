using System.Collections.Frozen;
using Google.Protobuf;

namespace NNOptim.Protocol.Serialization;

/// <summary>
/// Converts messages to and from bytes. A message's kind is its short manifest, looked up in a fixed table. No type name is ever read from
/// the wire or the journal.
/// </summary>
public static class ProtocolCodec
{
    private static readonly FrozenDictionary<Type, MessageCodec> ByType = MessageCodecs.All.ToFrozenDictionary(codec => codec.Type);

    private static readonly FrozenDictionary<string, MessageCodec> ByManifest =
        MessageCodecs.All.ToFrozenDictionary(codec => codec.Manifest, StringComparer.Ordinal);

    /// <summary>All manifests.</summary>
    public static IEnumerable<string> Manifests => ByManifest.Keys;

    /// <summary>All types of messages.</summary>
    public static IEnumerable<Type> MessageTypes => ByType.Keys;

    /// <summary>The manifest of a message.</summary>
    /// <exception cref="UnknownMessageException">The type is not in the table.</exception>
    public static string ManifestOf(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Find(message).Manifest;
    }

    /// <summary>The bytes of a message.</summary>
    /// <exception cref="UnknownMessageException">The type is not in the table.</exception>
    public static byte[] ToBytes(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var codec = Find(message);
        var bytes = codec.ToBytes((IProtocolMessage)message, codec.IsKept ? RecordChecksum.Length : 0);
        if (codec.IsKept)
        {
            RecordChecksum.Write(codec.Manifest, bytes);
        }

        return bytes;
    }

    /// <summary>Whether bytes of the journal carry a checksum. Versions of the format before 7 wrote none.</summary>
    public static bool HasChecksum(ReadOnlySpan<byte> bytes) => RecordChecksum.IsIn(bytes);

    /// <summary>The message from a manifest and bytes.</summary>
    /// <exception cref="UnknownMessageException">The manifest is not in the table, or the bytes are not a message of it.</exception>
    public static IProtocolMessage FromBytes(string manifest, ReadOnlyMemory<byte> bytes)
    {
        if (!ByManifest.TryGetValue(manifest, out var codec))
        {
            throw new UnknownMessageException($"'{manifest}' is not a manifest of a known message.");
        }

        try
        {
            if (codec.IsKept && RecordChecksum.Problem(manifest, bytes.Span) is { } problem)
            {
                throw new UnknownMessageException($"{bytes.Length} bytes under the manifest '{manifest}' are damaged: {problem}");
            }

            return codec.FromBytes(bytes.Span);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or FormatException or NullReferenceException or ArgumentException or IndexOutOfRangeException)
        {
            throw new UnknownMessageException($"{bytes.Length} bytes under the manifest '{manifest}' are not a {codec.Type.Name}: {error.Message}", error);
        }
    }

    /// <summary>The message of a kind and bytes.</summary>
    /// <exception cref="UnknownMessageException">The bytes are not a message of the kind.</exception>
    public static T FromBytes<T>(ReadOnlyMemory<byte> bytes)
        where T : IProtocolMessage => (T)FromBytes(ByType[typeof(T)].Manifest, bytes);

    private static MessageCodec Find(object message) =>
        ByType.TryGetValue(message.GetType(), out var codec)
            ? codec
            : throw new UnknownMessageException($"{message.GetType().Name} is not a message of the protocol.");
}
