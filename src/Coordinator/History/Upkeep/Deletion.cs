using System.Data.Common;
using NNOptim.Coordinator.History.Tables;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.History.Upkeep;

/// <summary>What a deletion took away.</summary>
/// <param name="Events">Events of the journal, annotations included.</param>
/// <param name="Checkpoints">Checkpoints of the snapshot store.</param>
public sealed record DeletedExperiment(int Events, int Checkpoints);

/// <summary>Takes experiments out of a database.</summary>
public static class Deletion
{
    /// <summary>
    /// Takes an experiment out of the journal, the snapshots and the history's tables, in one transaction. The caller holds the
    /// experiment's lock, so that nobody writes it. A SQLite file keeps its size and has zeros where the rows were.
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
            // Old pages stand in the write-ahead log too, until it is emptied.
            Sql.Execute(connection, null, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return deleted;
    }
}
