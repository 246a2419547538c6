using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>
/// Checks that only SQLite files need. SQLite has no checksums, so a changed bit in a page or in a derived row is found by comparison. For
/// other databases the methods find nothing.
/// </summary>
internal static class SqliteCheck
{
    private const int MaxProblems = 20;

    /// <summary>The problems that SQLite finds in pages and indexes, one sentence each.</summary>
    public static IReadOnlyList<string> DamagedPages(DbConnection connection) => connection is not SqliteConnection
        ? []
        :
        [
            .. connection.Query<string>($"PRAGMA integrity_check({MaxProblems})")
                .Where(line => line != "ok")
                .Select(line => $"SQLite reports that the file is damaged: {line.ReplaceLineEndings(" ")}."),
        ];

    /// <summary>The tables that do not match the journal, one sentence each. Rebuilds the tables in a copy and compares them.</summary>
    public static IReadOnlyList<string> TablesUnlikeJournal(DbConnection connection)
    {
        if (connection is not SqliteConnection source)
        {
            return [];
        }

        var folder = Directory.CreateTempSubdirectory("nnoptim-doctor-").FullName;
        try
        {
            var copy = new SqliteDatabase(Path.Combine(folder, "copy.db"));
            SqliteDatabase.Copy(source, copy.Path);
            var projection = new HistoryProjection(copy);
            projection.CatchUp();
            var kept = TableDigests.Compute(copy);
            projection.Rebuild();
            var made = TableDigests.Compute(copy);
            return
            [
                .. kept.Keys.Union(made.Keys)
                    .Where(part => kept.GetValueOrDefault(part) != made.GetValueOrDefault(part))
                    .OrderBy(part => part)
                    .Select(part => $"table {part.Table}: the rows of {part.Experiment} do not match the journal; nnoptim history rebuild recreates the tables."),
            ];
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            return [$"The tables could not be compared with the journal, in {folder}: {error.Message}"];
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }
}
