using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>The result of a deletion.</summary>
/// <param name="Events">The number of deleted events of the journal, annotations included.</param>
/// <param name="Checkpoints">The number of deleted checkpoints of the snapshot store.</param>
public sealed record DeletedExperiment(int Events, int Checkpoints);

/// <summary>Deletes experiments from a database.</summary>
public static class Deletion
{
    /// <summary>
    /// Deletes an experiment from the journal, the snapshots and the history's tables, in one transaction. The caller holds the experiment's
    /// lock, so that nobody writes it. Rewrites a SQLite file without the deleted data.
    /// </summary>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    public static DeletedExperiment Delete(JournalDatabase database, ExperimentId id)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var connection = database.OpenToWrite();
        if (database.Dialect == SqlDialect.Sqlite)
        {
            connection.Execute("PRAGMA secure_delete = ON");
        }

        HistorySchema.Ensure(connection, database.Dialect);
        DeletedExperiment deleted;
        using (var transaction = HistorySchema.BeginWriting(connection, database.Dialect))
        {
            var checkpoints = connection.Execute(
                "DELETE FROM snapshot WHERE persistence_id LIKE @prefix", new { prefix = CheckpointStream.PrefixOf(id) + "%" }, transaction);
            var events = JournalRows.Delete(connection, transaction, ExperimentStream.AnnotationsOf(id))
                + JournalRows.Delete(connection, transaction, ExperimentStream.NameOf(id));
            HistoryProjection.Remove(connection, transaction, id);
            transaction.Commit();
            deleted = new DeletedExperiment(events, checkpoints);
        }

        if (database.Dialect == SqlDialect.Sqlite)
        {
            RewriteFile(connection);
        }

        return deleted;
    }

    /// <summary>Removes remaining copies of rows, from gaps of split pages and from old pages of the write-ahead log.</summary>
    private static void RewriteFile(DbConnection connection)
    {
        try
        {
            connection.Execute("VACUUM");
        }
        catch (SqliteException)
        {
            // Other processes write all the time, or the disk is full. The rows themselves are overwritten with zeros anyway.
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
