using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace NNOptim.Protocol.Serialization;

/// <summary>
/// The checksum at the start of each message that the journal or the snapshot store keeps: CRC-32 of its manifest and its bytes. It is
/// encoded as a field that no message declares, so that programs which do not know it skip it.
/// </summary>
internal static class RecordChecksum
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 1 + sizeof(uint);

    /// <summary>Its field number.</summary>
    public const int Field = 14;

    /// <summary>The tag of the field: four bytes of fixed length.</summary>
    private const byte Tag = (Field << 3) | 5;

    /// <summary>
    /// How messages before format version 1 begin: with a checksum in field 15 or, the earliest, with field 1, the experiment.
    /// </summary>
    private static readonly byte[] earlierTags = [(15 << 3) | 5, (1 << 3) | 2];

    /// <summary>Whether bytes begin with a checksum.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) => bytes is [Tag, _, _, _, _, ..];

    /// <summary>Writes the checksum of the bytes after it.</summary>
    public static void Write(string manifest, Span<byte> bytes)
    {
        bytes[0] = Tag;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], Compute(manifest, bytes[Length..]));
    }

    /// <summary>What is wrong with the bytes of a stored message; null when nothing is.</summary>
    public static string? Problem(string manifest, ReadOnlySpan<byte> bytes)
    {
        if (IsIn(bytes))
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) == Compute(manifest, bytes[Length..]) ? null : "the checksum does not match.";
        }

        return !bytes.IsEmpty && earlierTags.Contains(bytes[0])
            ? "a version before the first release wrote them, and this version cannot read them; use that version to read or export them."
            : "they do not begin with a checksum.";
    }

    private static uint Compute(string manifest, ReadOnlySpan<byte> message)
    {
        var checksum = new Crc32();
        checksum.Append(Encoding.UTF8.GetBytes(manifest));
        checksum.Append(message);
        return checksum.GetCurrentHashAsUInt32();
    }
}
