using System.Data.Common;
using Microsoft.Data.Sqlite;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;

namespace NNOptim.History.Upkeep;

/// <summary>What a deletion took away.</summary>
/// <param name="Events">Events of the journal, annotations included.</param>
/// <param name="Checkpoints">Checkpoints of the snapshot store.</param>
public sealed record DeletedExperiment(int Events, int Checkpoints);

/// <summary>Takes experiments out of a database.</summary>
public static class Deletion
{
    /// <summary>
    /// Takes an experiment out of the journal, the snapshots and the history's tables, in one transaction. The caller holds the
    /// experiment's lock, so that nobody writes it. A SQLite file is made anew without them.
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

    /// <summary>Copies of rows stand in the gaps of pages that were split once, and old pages stand in the write-ahead log.</summary>
    private static void MakeFileAnew(DbConnection connection)
    {
        try
        {
            Sql.Execute(connection, null, "VACUUM");
        }
        catch (SqliteException)
        {
            // Others write to it without a pause, or there is no room for a second file; the rows themselves are zeros all the same.
        }

        Sql.Execute(connection, null, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
