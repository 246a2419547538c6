using Akka.Configuration;
using Akka.Hosting;

namespace NNOptim.Coordinator.Persistence;

/// <summary>Lets several coordinators of one database decide by it which of them works.</summary>
public static class CoordinatorLease
{
    /// <summary>
    /// The singleton holds a lease in the database while it lives, and of two sides of a partition that one stays which gets
    /// another. A database that admits one coordinator alone needs neither.
    /// </summary>
    public static AkkaConfigurationBuilder WithCoordinatorLease(this AkkaConfigurationBuilder builder, JournalDatabase database) =>
        database.HasSeveralWriters ? builder.AddHocon(Of(database), HoconAddMode.Prepend) : builder;

    private static Config Of(JournalDatabase database) => ConfigurationFactory.ParseString($$"""
        nnoptim.lease {
          lease-class = "{{typeof(PostgreSqlLease).FullName}}, {{typeof(PostgreSqlLease).Assembly.GetName().Name}}"
          connection-string = {{JournalConfiguration.Quoted(database.ConnectionString)}}
          heartbeat-timeout = 30s
          heartbeat-interval = 3s
          lease-operation-timeout = 10s
        }
        akka.cluster {
          # Another's singleton need not be waited for: it has the lease until it has ended.
          down-removal-margin = 100 ms
          singleton { use-lease = nnoptim.lease, lease-retry-interval = 1s }
          split-brain-resolver {
            active-strategy = lease-majority
            # A side that is alone waits this long, so that a majority gets the lease before it.
            lease-majority { lease-implementation = nnoptim.lease, acquire-lease-delay-for-minority = 1s, release-after = 20s }
          }
        }
        """);
}
