using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace NNOptim.Protocol.Serialization;

/// <summary>
/// The checksum at the head of each message that the journal or the snapshot store keeps: CRC-32 of its manifest and its bytes.
/// It has the form of a field that no message declares, so that programs which do not know it skip it.
/// </summary>
internal static class RecordChecksum
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 1 + sizeof(uint);

    /// <summary>The number of its field: the largest that takes one byte.</summary>
    public const int Field = 15;

    /// <summary>The field, as four bytes of fixed length.</summary>
    private const byte Tag = (Field << 3) | 5;

    /// <summary>What a kept message without a checksum begins with: field 1, the experiment.</summary>
    private const byte FirstTag = (1 << 3) | 2;

    /// <summary>Whether bytes begin with a checksum.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) => bytes is [Tag, _, _, _, _, ..];

    /// <summary>Fills in the checksum of what follows it.</summary>
    public static void Write(string manifest, Span<byte> bytes)
    {
        bytes[0] = Tag;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], Of(manifest, bytes[Length..]));
    }

    /// <summary>What is wrong with the bytes of a kept message; null when nothing is, or when they were written without a checksum.</summary>
    public static string? Problem(string manifest, ReadOnlySpan<byte> bytes)
    {
        if (IsIn(bytes))
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) == Of(manifest, bytes[Length..]) ? null : "the checksum does not match.";
        }

        return bytes is [FirstTag, ..] ? null : "they begin with neither a checksum nor an experiment.";
    }

    private static uint Of(string manifest, ReadOnlySpan<byte> message)
    {
        var checksum = new Crc32();
        checksum.Append(Encoding.UTF8.GetBytes(manifest));
        checksum.Append(message);
        return checksum.GetCurrentHashAsUInt32();
    }
}
