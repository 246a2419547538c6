using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Unpacks gzip-compressed files (RFC 1952), within a limit.</summary>
internal static class Gzip
{
    /// <summary>The usual largest ratio of text to its compressed form. More room is taken only when it is needed.</summary>
    private const int UsualExpansion = 64;

    private const int MarkBytes = 32;

    /// <summary>
    /// The bytes of a file, unpacked if it is compressed. .NET takes a file that is cut off for a whole one, and ignores bytes after its end.
    /// A compressed mark is therefore appended: it comes out last only after a whole file.
    /// </summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="mostBytes">The largest unpacked size.</param>
    /// <exception cref="DatasetException">The file is damaged or too large.</exception>
    public static byte[] Unpack(string path, byte[] bytes, long mostBytes)
    {
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        try
        {
            byte[] mark = [.. Guid.NewGuid().ToByteArray(), .. Guid.NewGuid().ToByteArray()];
            using var unpacking = new GZipStream(new MemoryStream([.. bytes, .. Pack(mark)]), CompressionMode.Decompress);
            var (buffer, length) = ReadAll(path, unpacking, RoomFor(bytes, mostBytes), mostBytes);
            if (!buffer.AsSpan(0, length).EndsWith(mark))
            {
                throw new DatasetException($"{path}: the gzip compression is damaged: the file is cut off, or something follows its end.");
            }

            Array.Resize(ref buffer, length - MarkBytes);
            return buffer;
        }
        catch (InvalidDataException)
        {
            throw new DatasetException($"{path}: the gzip compression is damaged or cut off.");
        }
    }

    /// <summary>The unpacked size that the file's end promises, as far as it is usual.</summary>
    private static int RoomFor(byte[] bytes, long mostBytes)
    {
        var promised = bytes.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^sizeof(uint)));
        return (int)Math.Min(Math.Min(promised, mostBytes), (long)UsualExpansion * bytes.Length) + MarkBytes + 1;
    }

    private static (byte[] Buffer, int Length) ReadAll(string path, GZipStream stream, int room, long mostBytes)
    {
        var buffer = new byte[room];
        var length = 0;
        while (stream.Read(buffer.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            if (length > mostBytes + MarkBytes)
            {
                throw new DatasetException(string.Create(
                    CultureInfo.InvariantCulture, $"{path}: the unpacked files have more than {DatasetLimits.MostFileBytes:N0} bytes, and at most so many are read."));
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(Math.Max(2L * length, 1024), mostBytes + MarkBytes + 1));
            }
        }

        return (buffer, length);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest))
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }
}
