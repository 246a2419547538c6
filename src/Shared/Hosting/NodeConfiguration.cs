using System.Globalization;
using Akka.Configuration;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;

namespace NNOptim.Shared.Hosting;

/// <summary>The Akka configuration that every node shares.</summary>
public static class NodeConfiguration
{
    /// <summary>The dispatcher that trainings run on, with threads of its own: heartbeats must never wait for a training.</summary>
    public const string TrainingDispatcher = "nnoptim.training-dispatcher";

    /// <summary>The configuration of a node.</summary>
    public static Config Of(NodeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var seeds = settings.Seeds.Select(seed => $"{settings.Protocol}://{NodeSettings.SystemName}@{seed}");
        return ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
            akka {
              loglevel = INFO
              stdout-loglevel = OFF
              stdout-logger-class = "{{NameOf<SilentLogger>()}}"
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              actor {
                provider = cluster
                serializers {
                  nnoptim = "{{NameOf<ProtocolSerializer>()}}"
                  # Akka's own creates whatever type the sender names; strict serialisation closes the way out only.
                  json = "{{NameOf<RefusingSerializer>()}}"
                }
                serialization-bindings {
                  "{{NameOf<IProtocolMessage>()}}" = nnoptim
                  "System.Object" = nnoptim
                }
                serialization-identifiers { "{{NameOf<ProtocolSerializer>()}}" = {{ProtocolSerializer.SerializerId}} }
              }
              remote.dot-netty.tcp {
                hostname = "{{settings.Host}}"
                port = {{settings.Port}}
              }
              cluster {
                roles = [{{Quoted(settings.Roles)}}]
                seed-nodes = [{{Quoted(seeds)}}]
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                split-brain-resolver {
                  active-strategy = keep-oldest
                  keep-oldest { role = {{NodeSettings.CoordinatorRole}}, down-if-alone = off }
                }
                # The defaults wait seconds for peers that a small cluster either has at once or not at all.
                seed-node-timeout = 1s
                gossip-interval = 100ms
                leader-actions-interval = 100ms
                periodic-tasks-initial-delay = 50ms
                singleton { role = {{NodeSettings.CoordinatorRole}}, hand-over-retry-interval = 200ms }
                singleton-proxy { role = {{NodeSettings.CoordinatorRole}}, singleton-identification-interval = 100ms }
              }
              # The command line decides about the end of the process.
              coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off, run-by-actor-system-terminate = off }
            }
            {{TrainingDispatcher}} {
              type = ForkJoinDispatcher
              throughput = 1
              dedicated-thread-pool { thread-count = {{settings.Slots}}, threadtype = background }
            }
            """));
    }

    private static string Quoted(IEnumerable<string> items) => string.Join(", ", items.Select(item => $"\"{item}\""));

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
