using System.Data.Common;
using Microsoft.Data.Sqlite;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>What a deletion removed.</summary>
/// <param name="Events">Events of the journal, annotations included.</param>
/// <param name="Checkpoints">Checkpoints of the snapshot store.</param>
public sealed record DeletedExperiment(int Events, int Checkpoints);

/// <summary>Deletes experiments from a database.</summary>
public static class Deletion
{
    /// <summary>
    /// Deletes an experiment from the journal, the snapshots and the history's tables, in one transaction. The caller holds the experiment's
    /// lock, so that nobody writes it. A SQLite file is written again without it.
    /// </summary>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    public static DeletedExperiment Delete(JournalDatabase database, ExperimentId id)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var connection = database.OpenToWrite();
        if (database.Dialect == SqlDialect.Sqlite)
        {
            Sql.Execute(connection, null, "PRAGMA secure_delete = ON");
        }

        HistorySchema.Ensure(connection, database.Dialect);
        DeletedExperiment deleted;
        using (var transaction = HistorySchema.BeginWriting(connection, database.Dialect))
        {
            var checkpoints = Sql.Execute(
                connection, transaction, "DELETE FROM snapshot WHERE persistence_id LIKE @prefix", ("prefix", CheckpointStream.PrefixOf(id) + "%"));
            var events = JournalRows.Delete(connection, transaction, ExperimentStream.AnnotationsOf(id))
                + JournalRows.Delete(connection, transaction, ExperimentStream.NameOf(id));
            HistoryProjection.Remove(connection, transaction, id);
            transaction.Commit();
            deleted = new DeletedExperiment(events, checkpoints);
        }

        if (database.Dialect == SqlDialect.Sqlite)
        {
            MakeFileAnew(connection);
        }

        return deleted;
    }

    /// <summary>Removes copies of rows: in gaps of pages that were split, and in old pages of the write-ahead log.</summary>
    private static void MakeFileAnew(DbConnection connection)
    {
        try
        {
            Sql.Execute(connection, null, "VACUUM");
        }
        catch (SqliteException)
        {
            // Other processes write without a pause, or there is no room for a second file. The rows themselves are zeros even so.
        }

        Sql.Execute(connection, null, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
