using System.Buffers.Binary;

namespace NNOptim.Persistence;

/// <summary>The first page of a SQLite file, read without SQLite, since opening a file may change it.</summary>
/// <param name="PageSize">The page size in bytes.</param>
/// <param name="UsesLog">Whether the file was left in write-ahead mode: a process uses it, or ended without closing it.</param>
/// <param name="Session">
/// The random number that <see cref="SqliteDatabase"/> stores each time it starts to use a log; 0 in older files.
/// </param>
/// <param name="HasTables">Whether there is any table.</param>
internal sealed record SqliteHeader(int PageSize, bool UsesLog, uint Session, bool HasTables)
{
    /// <summary>The offset of the session's number in the first page: the field of <c>PRAGMA user_version</c>.</summary>
    public const int SessionOffset = 60;

    private const int TreeOffset = 100;
    private const int Length = TreeOffset + 8;
    private const byte WriteAhead = 2;
    private const byte Leaf = 13;

    /// <summary>Reads the header of a file; null when the file is missing or empty.</summary>
    /// <exception cref="DatabaseFileException">It is not a SQLite file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SqliteHeader? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> page = stackalloc byte[Length];
        var read = file.ReadAtLeast(page, Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        return read == Length && page.StartsWith("SQLite format 3\0"u8)
            ? new SqliteHeader(
                BinaryPrimitives.ReadUInt16BigEndian(page[16..]) is 1 ? 65_536 : BinaryPrimitives.ReadUInt16BigEndian(page[16..]),
                page[18] == WriteAhead,
                BinaryPrimitives.ReadUInt32BigEndian(page[SessionOffset..]),
                page[TreeOffset] != Leaf || BinaryPrimitives.ReadUInt16BigEndian(page[(TreeOffset + 3)..]) > 0)
            : throw new DatabaseFileException($"{path} is not a SQLite database.");
    }
}
