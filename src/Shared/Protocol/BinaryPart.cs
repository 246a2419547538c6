using System.Collections.Immutable;

namespace NNOptim.Protocol;

/// <summary>One part of something that is too large for one message.</summary>
/// <param name="Index">Its index from 0.</param>
/// <param name="Count">The number of parts, 1 or more.</param>
/// <param name="Bytes">At most <see cref="MaxBytes"/>; every part but the last has exactly that many.</param>
public sealed record BinaryPart(int Index, int Count, ImmutableArray<byte> Bytes)
{
    /// <summary>64 KiB, so that a heartbeat sent after a part does not wait long.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>The largest number of parts: 1 GiB, which must fit into a worker's memory.</summary>
    public const int MaxParts = 16_384;

    /// <summary>The part's offset in the whole, in bytes.</summary>
    public long Offset => (long)Index * MaxBytes;

    /// <summary>The number of parts for this many bytes. Zero bytes travel as one empty part.</summary>
    public static int CountOf(long bytes) => checked((int)Math.Max(1, (bytes + MaxBytes - 1) / MaxBytes));

    /// <summary>The part at an index.</summary>
    public static BinaryPart Cut(ReadOnlySpan<byte> whole, int index)
    {
        var start = Math.Min(whole.Length, (long)index * MaxBytes);
        var length = Math.Min(MaxBytes, whole.Length - start);
        return new BinaryPart(index, CountOf(whole.Length), [.. whole.Slice((int)start, (int)length)]);
    }
}
