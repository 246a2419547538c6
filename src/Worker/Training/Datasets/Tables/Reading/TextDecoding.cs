using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Decodes text files strictly: a byte that the encoding does not allow is an error, not a replacement character.</summary>
internal static class TextDecoding
{
    /// <summary>The encoding of most files.</summary>
    public const string Utf8Name = "utf-8";

    /// <summary>The encoding of some programs on Windows.</summary>
    public const string Utf16Name = "utf-16";

    /// <summary>The encoding of old European files, of which any bytes are text.</summary>
    public const string Latin1Name = "latin-1";

    /// <summary>The texts of files, and their encoding.</summary>
    /// <param name="files">The files.</param>
    /// <param name="encoding">The name of the encoding; detected when null.</param>
    /// <exception cref="DatasetException">A file is not text, or not in this encoding.</exception>
    public static (ImmutableArray<TextContent> Contents, string Encoding) Decode(ImmutableArray<TableFile> files, string? encoding)
    {
        var common = encoding ?? MarkOf(files[0].Bytes).Encoding ?? Utf8Name;
        return ([.. files.Select(file => Decode(file, common, encoding is not null))], common);
    }

    private static TextContent Decode(TableFile file, string encoding, bool isGiven)
    {
        var (path, bytes) = file;
        var mark = MarkOf(bytes);
        if (mark.Encoding is not null && mark.Encoding != encoding)
        {
            throw new DatasetException($"{path}:1: the byte order mark is that of {mark.Encoding}, but {(isGiven ? $"the experiment gives encoding: {encoding}" : $"the first file is in {encoding}")}.");
        }

        if (mark.Encoding is null && encoding == Utf16Name && !isGiven)
        {
            throw new DatasetException($"{path}:1: there is no byte order mark, but the first file is in {Utf16Name} with one. Give encoding if both are the same.");
        }

        var content = new TextContent(path, encoding switch
        {
            Utf16Name => new Utf16Text(path, bytes).ToUtf8(mark.Length),
            Latin1Name => FromLatin1(path, bytes),
            _ => new ArraySegment<byte>(bytes)[mark.Length..],
        });
        RequireText(content, mark.Length);
        return content with { Utf8 = WithoutMarks(content.Utf8) };
    }

    private static (string? Encoding, int Length) MarkOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8Name, 3),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => (Utf16Name, 2),
        _ => (null, 0),
    };

    /// <summary>The text without further marks, which programs leave that join files.</summary>
    private static ArraySegment<byte> WithoutMarks(ArraySegment<byte> utf8)
    {
        while (utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        return utf8;
    }

    /// <summary>Transcodes ISO 8859-1, whose bytes are the first 256 characters of Unicode.</summary>
    private static ArraySegment<byte> FromLatin1(string path, byte[] bytes)
    {
        var length = bytes.LongLength + bytes.LongCount(value => value > 0x7F);
        RequireLength(path, length);
        var utf8 = new byte[length];
        var next = 0;
        foreach (var value in bytes)
        {
            if (value > 0x7F)
            {
                utf8[next++] = (byte)(0xC0 | (value >> 6));
                utf8[next++] = (byte)(0x80 | (value & 0x3F));
            }
            else
            {
                utf8[next++] = value;
            }
        }

        return utf8;
    }

    /// <summary>Requires that a transcoded text is within the limit of files.</summary>
    public static void RequireLength(string path, long utf8Bytes)
    {
        if (utf8Bytes > DatasetLimits.MostFileBytes)
        {
            throw new DatasetException($"{path}: the text has {utf8Bytes} bytes in UTF-8, and at most {DatasetLimits.MostFileBytes} are read.");
        }
    }

    private static void RequireText(TextContent content, int start)
    {
        var (path, utf8) = content;
        if (!Utf8.IsValid(utf8))
        {
            var at = FirstInvalid(utf8);
            throw new DatasetException(
                $"{path}:{TextContent.LineOf(utf8, at)}: byte {start + at + 1} of the file, 0x{utf8[at]:X2}, is not valid UTF-8. If the file is in the encoding ISO 8859-1, give encoding: latin-1.");
        }

        if (utf8.AsSpan().IndexOf((byte)0) is >= 0 and var zero)
        {
            throw new DatasetException(
                $"{path}:{TextContent.LineOf(utf8, zero)}: there is a zero byte, so this is not text in the encoding UTF-8. If the file is in UTF-16, give encoding: utf-16.");
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (at < utf8.Length && Rune.DecodeFromUtf8(utf8[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
