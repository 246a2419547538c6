using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace NNOptim.Persistence;

/// <summary>Explains why a database failed.</summary>
public static class DatabaseFailure
{
    /// <summary>Whether an exception comes from a database: from a driver, linq2db's plugin or the file system.</summary>
    public static bool Is(Exception error) => error is DbException or IOException or SocketException or UnauthorizedAccessException or TimeoutException;

    /// <summary>The reason as a clause, without a stack trace and without a password.</summary>
    public static string Describe(JournalDatabase database, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is ArgumentException ? "its events are not consecutive"
            : database is PostgreSqlDatabase ? DescribePostgreSql(error) : DescribeSqlite(error);
    }

    private static string DescribeSqlite(Exception error) => (error as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_READONLY => "this user cannot write its file or its folder",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process holds its lock",
        raw.SQLITE_CORRUPT => "its file is damaged; nnoptim history doctor shows where",
        _ => error.Message,
    };

    // A separate method, so that Npgsql is loaded only when it is used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string DescribePostgreSql(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"the server refused the login: {refused.MessageText} (set a password in PGPASSWORD, or in a file that PGPASSFILE names)",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing =>
            $"{missing.MessageText}; create it with createdb",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            $"{denied.MessageText}; the role needs CREATE on the schema, or SELECT, INSERT, UPDATE and DELETE on existing tables",
        PostgresException other => $"{other.MessageText} (SQLSTATE {other.SqlState})",
        NpgsqlException { InnerException: SocketException or TimeoutException } unreachable =>
            $"the server cannot be reached: {unreachable.InnerException!.Message}",
        NpgsqlException { Message: var message } when message.Contains("No password", StringComparison.Ordinal) =>
            "the server requires a password, and none was given (set a password in PGPASSWORD, or in a file that PGPASSFILE names)",
        _ => error.Message,
    };
}
