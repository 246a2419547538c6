using Akka.Configuration;
using Akka.Hosting;
using Akka.Persistence.Sql;

namespace NNOptim.Persistence;

/// <summary>Configures Akka.Persistence.Sql for a <see cref="JournalDatabase"/>.</summary>
public static class JournalConfiguration
{
    /// <summary>Adds the journal, the snapshot store and their settings to a node.</summary>
    public static AkkaConfigurationBuilder WithJournal(this AkkaConfigurationBuilder builder, JournalDatabase database) =>
        builder
            .AddHocon(Create(database), HoconAddMode.Prepend)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append);

    /// <summary>The configuration of the journal and the snapshot store.</summary>
    internal static Config Create(JournalDatabase database) => ConfigurationFactory.ParseString($$"""
        akka.persistence {
          journal {
            plugin = akka.persistence.journal.sql
            sql {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              connection-string = {{Quoted(database.ConnectionString)}}
              provider-name = "{{database.ProviderName}}"
              auto-initialize = {{Flag(database.PluginCreatesTables)}}
              tag-write-mode = TagTable
              replay-batch-size = 5000
              # Where there is one writer, more would only wait for each other.
              parallelism = {{(database.HasSeveralWriters ? 3 : 1)}}
              # Two writers of one stream are an error to be seen, not to be repaired away.
              replay-filter { mode = fail }
              # A database that is away is tried again soon after it may be back.
              circuit-breaker { max-failures = 5, call-timeout = 20s, reset-timeout = 3s }
            }
          }
          snapshot-store {
            plugin = akka.persistence.snapshot-store.sql
            sql {
              class = "{{typeof(JournalSnapshotStore).FullName}}, {{typeof(JournalSnapshotStore).Assembly.GetName().Name}}"
              connection-string = {{Quoted(database.ConnectionString)}}
              provider-name = "{{database.ProviderName}}"
              auto-initialize = {{Flag(database.PluginCreatesTables)}}
            }
          }
        }
        """);

    private static string Flag(bool value) => value ? "true" : "false";

    /// <summary>A text as a value of the configuration.</summary>
    internal static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
