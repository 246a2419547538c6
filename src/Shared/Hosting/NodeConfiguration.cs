using System.Globalization;
using Akka.Configuration;
using NNOptim.Hosting.Remoting;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Hosting;

/// <summary>The Akka configuration that every node shares.</summary>
public static class NodeConfiguration
{
    /// <summary>
    /// The dispatcher of the worker and its runs. It has one thread per slot, and one for the worker, which then never waits for a run. A
    /// thread that ends a run continues with the next one without waking other threads.
    /// </summary>
    public const string TrainingDispatcher = "nnoptim.training-dispatcher";

    /// <summary>Gives each run its own thread, for runs that block their thread for long.</summary>
    public const string SpareTrainingDispatcher = "nnoptim.spare-training-dispatcher";

    /// <summary>
    /// The largest message in bytes: a submission whose longest list has a million numbers, the limit of an experiment. All other messages
    /// have at most 128,000.
    /// </summary>
    public const int LargestFrame = 20_000_000;

    /// <summary>The configuration of a node.</summary>
    public static Config Create(NodeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
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
                provider = {{(settings.IsConnected ? "remote" : "local")}}
                serializers {
                  nnoptim = "{{NameOf<ProtocolSerializer>()}}"
                  {{Lines(RefusingSerializer.Replaced.Keys.Select(name => $"{name} = \"{NameOf<RefusingSerializer>()}\""))}}
                }
                serialization-settings {
                  {{Lines(RefusingSerializer.Replaced.Select(pair => $"{pair.Key} {{ name = {pair.Key}, identifier = {pair.Value} }}"))}}
                }
                serialization-bindings {
                  "{{NameOf<IProtocolMessage>()}}" = nnoptim
                  "System.Object" = nnoptim
                }
                serialization-identifiers { "{{NameOf<ProtocolSerializer>()}}" = {{ProtocolSerializer.SerializerId}} }
              }
              remote {
                # A peer may send messages of the protocol to actors that it knows, and nothing else: no deployment, no selection.
                untrusted-mode = on
                retry-gate-closed-for = 1s
                # A connection that a broken network left half dead is given up and made anew.
                transport-failure-detector { heartbeat-interval = 2s, acceptable-heartbeat-pause = 20s }
                enabled-transports = ["{{NodeTransport.ConfigurationPath}}"]
              }
              # The command line decides about the end of the process.
              coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off, run-by-actor-system-terminate = off }
            }
            {{NodeTransport.ConfigurationPath}} {
              transport-class = "{{NameOf<NodeTransport>()}}"
              applied-adapters = []
              hostname = "{{settings.Host}}"
              public-hostname = "{{settings.PublicHost ?? settings.Host}}"
              port = {{settings.Port}}
              is-dialled = {{(settings.IsDialled ? "on" : "off")}}
              maximum-frame-size = {{LargestFrame}}b
            }
            {{TrainingDispatcher}} {
              type = ForkJoinDispatcher
              throughput = 1
              dedicated-thread-pool { thread-count = {{settings.Slots + 1}}, threadtype = background }
            }
            {{SpareTrainingDispatcher}} { type = PinnedDispatcher }
            """));
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
