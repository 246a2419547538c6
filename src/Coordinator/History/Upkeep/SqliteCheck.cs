using System.Data.Common;
using Microsoft.Data.Sqlite;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>
/// What only a SQLite file needs: it has no checksums of its own, so a changed bit in a page or in a derived row is found by comparison.
/// On other databases each method finds nothing.
/// </summary>
internal static class SqliteCheck
{
    private const int MostProblems = 20;

    /// <summary>What SQLite finds wrong with the pages, the indexes and their order, one sentence each.</summary>
    public static IReadOnlyList<string> DamagedPages(DbConnection connection) => connection is not SqliteConnection
        ? []
        :
        [
            .. Sql.Query(connection, null, $"PRAGMA integrity_check({MostProblems})", row => row.Text("integrity_check"))
                .Where(line => line != "ok")
                .Select(line => $"SQLite finds the file damaged: {line.ReplaceLineEndings(" ")}."),
        ];

    /// <summary>The tables of experiments that are not what the journal says, one sentence each: they are made anew in a copy, and compared.</summary>
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
                    .Select(part => $"table {part.Table}: the rows of {part.Experiment} are not what the journal says; nnoptim history rebuild makes the tables anew."),
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
