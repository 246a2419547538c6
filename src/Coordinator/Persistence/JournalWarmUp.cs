using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;
using Akka.Persistence.Sql.Journal.Types;
using Akka.Persistence.Sql.Snapshot;
using LinqToDB;

namespace NNOptim.Persistence;

/// <summary>
/// Builds the journal's queries once before the journal starts. The first query of a process costs a third of a second, nearly all for code
/// that all queries share. This runs on a thread that would idle while the actor system starts.
/// </summary>
public static class JournalWarmUp
{
    /// <summary>Translates a query of the journal and one of the snapshot store to SQL. Does not contact the database.</summary>
    public static void For(JournalDatabase database)
    {
        var configuration = JournalConfiguration.Create(database).WithFallback(SqlPersistence.DefaultConfiguration);
        using (var journal = new AkkaPersistenceDataConnectionFactory(
            new JournalConfig(configuration.GetConfig(SqlPersistence.JournalConfigPath))).GetConnection())
        {
            journal.GetTable<JournalRow>()
                .Where(row => row.PersistenceId == "" && row.SequenceNumber > 0 && !row.Deleted)
                .OrderBy(row => row.SequenceNumber)
                .Take(1)
                .ToSqlQuery();
        }

        using var snapshots = new AkkaPersistenceDataConnectionFactory(
            new SnapshotConfig(configuration.GetConfig(SqlPersistence.SnapshotStoreConfigPath))).GetConnection();
        snapshots.GetTable<LongSnapshotRow>()
            .Where(row => row.PersistenceId == "" && row.SequenceNumber > 0)
            .OrderByDescending(row => row.SequenceNumber)
            .Take(1)
            .ToSqlQuery();
    }
}
