using System.Buffers.Binary;

namespace NNOptim.Persistence;

/// <summary>The header of the write-ahead log beside a SQLite file, which identifies the file.</summary>
/// <param name="PageSize">The page size in bytes.</param>
/// <param name="Session">The number in the first page, when the log holds that page.</param>
public sealed record SqliteLog(int PageSize, uint? Session)
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;

    /// <summary>The path of the log of a database file.</summary>
    public static string PathOf(string database) => database + "-wal";

    /// <summary>Reads the log of a database; null when there is none, or one without pages.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SqliteLog? Read(string database)
    {
        if (!File.Exists(PathOf(database)))
        {
            return null;
        }

        using var file = new FileStream(PathOf(database), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return null;
        }

        var pageSize = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        Span<byte> frame = stackalloc byte[FrameHeaderLength + SqliteHeader.SessionOffset + sizeof(uint)];
        var frames = 0;
        while (pageSize > 0 && IsNext(file, frame, header[16..24]))
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(frame) == 1)
            {
                return new SqliteLog(pageSize, BinaryPrimitives.ReadUInt32BigEndian(frame[(FrameHeaderLength + SqliteHeader.SessionOffset)..]));
            }

            frames++;
            file.Position = HeaderLength + (frames * ((long)FrameHeaderLength + pageSize));
        }

        return frames == 0 ? null : new SqliteLog(pageSize, null);
    }

    /// <summary>
    /// Reads the start of the next frame; false after the last frame of the current log, whose frames share its two salts.
    /// </summary>
    private static bool IsNext(FileStream file, Span<byte> frame, ReadOnlySpan<byte> salts) =>
        file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length && frame[8..16].SequenceEqual(salts);
}
