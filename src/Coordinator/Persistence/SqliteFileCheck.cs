namespace NNOptim.Persistence;

/// <summary>
/// Checks before a SQLite file is opened whether its write-ahead log is missing or belongs to another file. SQLite itself deletes the log
/// beside an empty file, and applies any other log to the file beside it.
/// </summary>
internal static class SqliteFileCheck
{
    /// <summary>Returns a warning for the user; null when there is none.</summary>
    /// <exception cref="DatabaseFileException">
    /// The file and its log must not be opened together, or all data was in a log that is missing.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static string? WarningOf(string path)
    {
        var header = SqliteHeader.Read(path);
        var log = SqliteLog.Read(path);
        var logPath = SqliteLog.PathOf(path);

        // An empty log means that everything is in the file.
        var isLogMissing = !File.Exists(logPath);
        return (header, log) switch
        {
            (null, not null) => throw new DatabaseFileException(
                $"{path} is {(File.Exists(path) ? "empty" : "missing")}, but {logPath} holds events of a database that was moved or deleted. "
                + "Move that database back; or move the -wal file beside it, named after the database with -wal; or use another database."),
            ({ } own, { } other) when own.PageSize != other.PageSize || (other.Session is { } session && session != own.Session) => throw new DatabaseFileException(
                $"{logPath} does not belong to {path}: it holds events of a database that was moved, deleted or replaced. "
                + "Opening both would damage the database. Move the -wal file beside its own database, or to another folder."),
            ({ UsesLog: true, HasTables: false }, null) when isLogMissing => throw new DatabaseFileException(
                $"{path} has no tables, and {logPath}, which held its events, is missing. It may be a copy that was made without that file: "
                + "copy both, or use nnoptim history backup. To begin a new history, delete this file."),
            ({ UsesLog: true }, null) when isLogMissing => $"{path} was not closed by the last process that used it, and {logPath} is missing. The newest events may be missing too.",
            _ => null,
        };
    }
}
