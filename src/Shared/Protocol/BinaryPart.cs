using System.Collections.Immutable;

namespace NNOptim.Protocol;

/// <summary>One of the parts that something too large for one message travels in.</summary>
/// <param name="Index">Its index from 0.</param>
/// <param name="Count">The number of parts, 1 or more.</param>
/// <param name="Bytes">At most <see cref="MostBytes"/>; every part but the last has exactly so many.</param>
public sealed record BinaryPart(int Index, int Count, ImmutableArray<byte> Bytes)
{
    /// <summary>64 KiB: what is sent after one, such as a heartbeat, does not wait long.</summary>
    public const int MostBytes = 65_536;

    /// <summary>The most parts of anything: 1 GiB, which has to fit into a worker's memory.</summary>
    public const int MostParts = 16_384;

    /// <summary>The part's place in the whole, in bytes.</summary>
    public long Offset => (long)Index * MostBytes;

    /// <summary>The number of parts of so many bytes; nothing travels as one empty part.</summary>
    public static int CountOf(long bytes) => checked((int)Math.Max(1, (bytes + MostBytes - 1) / MostBytes));

    /// <summary>The part of an index.</summary>
    public static BinaryPart Of(ReadOnlySpan<byte> whole, int index)
    {
        var start = Math.Min(whole.Length, (long)index * MostBytes);
        var length = Math.Min(MostBytes, whole.Length - start);
        return new BinaryPart(index, CountOf(whole.Length), [.. whole.Slice((int)start, (int)length)]);
    }
}
