using System.Globalization;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;

namespace NNOptim.Shared.Hosting;

/// <summary>The Akka configuration that every node shares.</summary>
public static class NodeConfiguration
{
    /// <summary>
    /// The dispatcher that trainings and their worker run on, with threads of its own: a thread for each slot, and one more, so that
    /// the worker waits for no training. A thread whose training ends thus comes to the next one without waking others.
    /// </summary>
    public const string TrainingDispatcher = "nnoptim.training-dispatcher";

    /// <summary>Gives each training a thread of its own: for when a training does not give its thread back.</summary>
    public const string SpareTrainingDispatcher = "nnoptim.spare-training-dispatcher";

    /// <summary>
    /// The bytes of the largest message: a submission whose longest list has the million numbers that an experiment may have. All
    /// others are bounded far below, by 128,000.
    /// </summary>
    public const int LargestFrame = 20_000_000;

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
              # Each tick wakes a thread, in an idle node too; nothing here is due within less.
              scheduler.tick-duration = 20ms
              actor {
                provider = {{(settings.IsMember ? "cluster" : "remote")}}
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
              remote.retry-gate-closed-for = 1s
              remote.dot-netty.tcp {
                hostname = "{{settings.Host}}"
                public-hostname = "{{settings.PublicHost ?? settings.Host}}"
                port = {{settings.Port}}
                maximum-frame-size = {{LargestFrame}}b
              }
              cluster {
                roles = ["{{NodeSettings.CoordinatorRole}}"]
                seed-nodes = [{{Quoted(seeds)}}]
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                # A coordinator that is alone stays; where there may be several, the database decides (CoordinatorLease).
                split-brain-resolver {
                  active-strategy = keep-oldest
                  stable-after = 2s
                  keep-oldest { role = {{NodeSettings.CoordinatorRole}}, down-if-alone = off }
                }
                # Trainings may take all processors: a pause shorter than this says nothing about a node.
                failure-detector { heartbeat-interval = 1s, acceptable-heartbeat-pause = 5s }
                # The defaults wait seconds for peers that a small cluster either has at once or not at all.
                seed-node-timeout = 1s
                # The first try of a node that was killed and started again only makes the others forget the killed one.
                retry-unsuccessful-join-after = 1s
                gossip-interval = 100ms
                leader-actions-interval = 100ms
                periodic-tasks-initial-delay = 50ms
                singleton { role = {{NodeSettings.CoordinatorRole}}, hand-over-retry-interval = 200ms }
                singleton-proxy { role = {{NodeSettings.CoordinatorRole}}, singleton-identification-interval = 100ms }
                client {
                  use-legacy-serialization = off
                  establishing-get-contacts-interval = 500ms
                  refresh-contacts-interval = 5s
                  heartbeat-interval = 1s
                  acceptable-heartbeat-pause = 4s
                  # All that matters is said again until it is answered.
                  buffer-size = 100
                  receptionist { role = {{NodeSettings.CoordinatorRole}}, heartbeat-interval = 1s, number-of-contacts = 5 }
                }
                pub-sub { role = {{NodeSettings.CoordinatorRole}}, gossip-interval = 500ms }
              }
              # The command line decides about the end of the process.
              coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off, run-by-actor-system-terminate = off }
            }
            {{TrainingDispatcher}} {
              type = ForkJoinDispatcher
              throughput = 1
              dedicated-thread-pool { thread-count = {{settings.Slots + 1}}, threadtype = background }
            }
            {{SpareTrainingDispatcher}} { type = PinnedDispatcher }
            """));
    }

    /// <summary>The defaults of the cluster's tools, which come after all else.</summary>
    public static Config ToolDefaults { get; } = ClusterClientReceptionist.DefaultConfig().WithFallback(DistributedPubSub.DefaultConfig());

    private static string Quoted(IEnumerable<string> items) => string.Join(", ", items.Select(item => $"\"{item}\""));

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
