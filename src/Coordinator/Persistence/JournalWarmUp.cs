using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;
using Akka.Persistence.Sql.Journal.Types;
using Akka.Persistence.Sql.Snapshot;
using LinqToDB;

namespace NNOptim.Persistence;

/// <summary>
/// Has the journal's queries worked out once before the journal starts: the first query of a process costs a third of a second,
/// nearly all of it for what they have in common. Meant for a thread that would idle while the actor system starts.
/// </summary>
public static class JournalWarmUp
{
    /// <summary>Writes a query of the journal and one of the snapshot store as SQL. Asks the database for nothing.</summary>
    public static void For(JournalDatabase database)
    {
        var configuration = JournalConfiguration.Of(database).WithFallback(SqlPersistence.DefaultConfiguration);
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
