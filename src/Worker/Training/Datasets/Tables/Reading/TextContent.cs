namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>The text of a file.</summary>
/// <param name="Path">The file's path, for messages.</param>
/// <param name="Utf8">The text in UTF-8, without a byte order mark.</param>
internal sealed record TextContent(string Path, ArraySegment<byte> Utf8)
{
    /// <summary>The number of the line, from 1, that has a byte of a text in UTF-8.</summary>
    public static long LineOf(ReadOnlySpan<byte> utf8, int at)
    {
        var before = utf8[..at];
        return 1 + before.Count((byte)'\n') + before.Count((byte)'\r') - before.Count("\r\n"u8);
    }
}
