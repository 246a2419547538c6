using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>A text in UTF-16 of either byte order.</summary>
/// <param name="path">The file's path, for messages.</param>
/// <param name="bytes">Its bytes.</param>
internal sealed class Utf16Text(string path, byte[] bytes)
{
    /// <summary>The text in UTF-8.</summary>
    /// <param name="markBytes">The length of the byte order mark, 0 if there is none.</param>
    /// <exception cref="DatasetException">It is not UTF-16.</exception>
    public ArraySegment<byte> ToUtf8(int markBytes)
    {
        if (bytes.Length % sizeof(char) != 0)
        {
            throw new DatasetException($"{path}: the file has {bytes.Length} bytes; a text in UTF-16 has an even number. Perhaps the file is cut off.");
        }

        var characters = Characters(markBytes);
        TextDecoding.RequireLength(path, Encoding.UTF8.GetByteCount(characters));
        var utf8 = new byte[Encoding.UTF8.GetByteCount(characters)];
        if (Utf8.FromUtf16(characters, utf8, out var read, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new DatasetException(
                $"{path}:{TextContent.LineOf(utf8, written)}: byte {(sizeof(char) * read) + markBytes + 1} of the file begins half a surrogate pair, which is not valid UTF-16.");
        }

        return new ArraySegment<byte>(utf8, 0, written);
    }

    private ReadOnlySpan<char> Characters(int start)
    {
        var little = MemoryMarshal.Cast<byte, char>(bytes.AsSpan(start));
        if (!IsBigEndian())
        {
            return little;
        }

        var big = new char[little.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<char, ushort>(little), MemoryMarshal.Cast<char, ushort>(big.AsSpan()));
        return big;
    }

    /// <summary>Whether the high byte comes first: so says the mark, or else the zero high byte of the first character.</summary>
    private bool IsBigEndian() => bytes is [0xFE, 0xFF, ..] or [0, not 0, ..];
}
