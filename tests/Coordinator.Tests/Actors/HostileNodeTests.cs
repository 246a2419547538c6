using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Hosting;
using Akka.Remote;
using Akka.Serialization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Hosting.Remoting;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Worker.Actors;

namespace NNOptim.Coordinator.Tests.Actors;

/// <summary>
/// A peer that is allowed to connect to a coordinator's node attacks it by Akka's own means. It can only speak the protocol. Each attack
/// targets every actor of the node, directly and by selection.
/// </summary>
public sealed class HostileNodeTests : IAsyncLifetime
{
    /// <summary>The parent of the journal's readers; only these have no name. Each ends by itself when its stream is read.</summary>
    private const string JournalReaders = "/system/akka.persistence.journal.sql/$";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>The SHA-256 of a dataset that the coordinator does not have.</summary>
    private static readonly string Unknown = new('a', 64);

    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-hostile-").FullName;
    private IHost? node;
    private ActorSystem? hostile;

    public static TheoryData<string> Attacks =>
    [
        "poison", "kill", "terminate", "suspend", "recreate", "watch", "death watch notification", "identify", "receive timeout", "text",
        "selection of poison", "selection of kill", "selection of a message", "unknown manifest", "json that names a type", "event of the journal",
    ];

    private ActorSystem Node => node!.Services.GetRequiredService<ActorSystem>();

    private Address Address => ((ExtendedActorSystem)Node).Provider.DefaultAddress;

    public async ValueTask InitializeAsync()
    {
        var database = new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));
        database.Prepare();
        node = NodeHosting.Build(new NodeSettings { IsDialled = true }, Serilog.Core.Logger.None, akka => akka
            .WithJournal(database)
            .WithCoordinator(new CoordinatorSettings { IsPermanent = true }, TimeProvider.System)
            .WithEntryPoint()
            .WithWorker(1, TimeProvider.System)
            .WithHealthFile(Path.Combine(folder, "health")));
        await node.StartAsync(TestContext.Current.CancellationToken);
        hostile = ActorSystem.Create(NodeSettings.SystemName, ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              log-dead-letters = off
              log-serializer-override-on-start = off
              actor {
                provider = remote
                serializers {
                  nnoptim = "{{typeof(ProtocolSerializer).AssemblyQualifiedName}}"
                  future = "{{typeof(FutureSerializer).AssemblyQualifiedName}}"
                }
                serialization-bindings {
                  "{{typeof(IProtocolMessage).AssemblyQualifiedName}}" = nnoptim
                  "{{typeof(FutureMessage).AssemblyQualifiedName}}" = future
                }
              }
              remote.enabled-transports = ["{{NodeTransport.ConfigurationPath}}"]
            }
            {{NodeTransport.ConfigurationPath}} {
              transport-class = "{{typeof(NodeTransport).AssemblyQualifiedName}}"
              applied-adapters = []
              hostname = "127.0.0.1"
              public-hostname = "127.0.0.1"
              port = 0
              is-dialled = on
              maximum-frame-size = 1000000b
            }
            """));
        await StillServesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await hostile!.Terminate();
        await Node.Terminate();
        node!.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Every_actor_outlives_what_no_node_of_ours_sends(string attack)
    {
        var before = Actors().ToList();
        before.Select(actor => actor.Path.ToStringWithoutAddress()).ShouldContain("/user/coordinator");
        before.Count.ShouldBeGreaterThan(8);

        foreach (var path in before.Select(actor => actor.Path.ToStringWithoutAddress()))
        {
            Attack(attack, path);
        }

        await StillServesAsync();
        before.ShouldAllBe(actor => !actor.Underlying.IsTerminated);
        foreach (var actor in before.Where(actor => actor.Path.ToStringWithoutAddress().StartsWith("/user/", StringComparison.Ordinal)))
        {
            (await actor.Ask<ActorIdentity>(new Identify(1), Deadline, TestContext.Current.CancellationToken)).Subject.ShouldBe(actor);
        }
    }

    [Theory]
    [InlineData("own-file")]
    [InlineData("journal")]
    public async Task No_actor_is_deployed_and_no_file_is_touched(string target)
    {
        var victim = target == "journal" ? Path.Combine(folder, "nnoptim.db") : Path.Combine(folder, "victim");
        if (target == "own-file")
        {
            File.WriteAllText(victim, "precious");
        }

        var length = new FileInfo(victim).Length;
        var toucher = typeof(HealthFile).GetNestedType("Toucher", System.Reflection.BindingFlags.NonPublic)!;
        var deployed = hostile!.ActorOf(new Props(toucher, [victim]).WithDeploy(new Deploy(new RemoteScope(Address))), "deployed");
        deployed.Tell(PoisonPill.Instance);

        await StillServesAsync();

        new FileInfo(victim).Length.ShouldBe(length);
        Actors().ShouldNotContain(actor => actor.Path.ToStringWithoutAddress().Contains("deployed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task There_is_no_cluster_to_join()
    {
        AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "Akka.Cluster")
            .ShouldBeEmpty("a node that forms no cluster cannot be joined by a false coordinator");
        Actors().ShouldNotContain(actor => actor.Path.ToStringWithoutAddress().Contains("cluster", StringComparison.OrdinalIgnoreCase));
        await StillServesAsync();
    }

    private void Attack(string attack, string path)
    {
        var target = (IInternalActorRef)ActorAt(path);
        var selection = hostile!.ActorSelection($"{Address}{path}");
        switch (attack)
        {
            case "poison": target.Tell(PoisonPill.Instance); break;
            case "kill": target.Tell(Kill.Instance); break;
            case "terminate": target.SendSystemMessage(new Terminate()); break;
            case "suspend": target.SendSystemMessage(new Suspend()); break;
            case "recreate": target.SendSystemMessage(new Recreate(new InvalidOperationException("hostile"))); break;
            case "watch": target.SendSystemMessage(new Watch(target, (IInternalActorRef)hostile.DeadLetters)); break;
            case "death watch notification": target.SendSystemMessage(new DeathWatchNotification(target, true, false)); break;
            case "identify": target.Tell(new Identify(1)); break;
            case "receive timeout": target.Tell(ReceiveTimeout.Instance); break;
            case "text": target.Tell("text"); break;
            case "selection of poison": selection.Tell(PoisonPill.Instance); break;
            case "selection of kill": selection.Tell(Kill.Instance); break;
            case "selection of a message": selection.Tell(new RequestDatasetPart(Unknown, 0)); break;
            case "unknown manifest": target.Tell(new FutureMessage()); break;
            case "json that names a type": target.Tell(new Dictionary<string, string> { ["a"] = "b" }); break;
            case "event of the journal": target.Tell(new ExperimentEnded(ExperimentId.Parse("k3f9x2ma"), DateTimeOffset.UnixEpoch)); break;
            default: throw new ArgumentException(attack);
        }
    }

    /// <summary>
    /// Waits until the messages of the hostile node have arrived. Messages of one connection keep their order. So they have arrived when a later
    /// one is answered, or the node has closed the connection. Then checks that others are served.
    /// </summary>
    private async Task StillServesAsync()
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entry = ActorAt($"/user/{CoordinatorLink.EntryPoint}");
        hostile!.ActorOf(Props.Create(() => new Asker(entry, came)));
        await came.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        using var host = NodeHosting.Build(
            new NodeSettings(), Serilog.Core.Logger.None, akka => akka.WithCoordinatorLink([NodeHosting.AddressOf(Node)], TimeProvider.System));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var link = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
        (await link.Ask<DatasetRefused>(new RequestDatasetPart(Unknown, 0), Deadline, TestContext.Current.CancellationToken)).Sha256.ShouldBe(Unknown);
        await host.Services.GetRequiredService<ActorSystem>().Terminate();
    }

    private IActorRef ActorAt(string path) => ((ExtendedActorSystem)hostile!).Provider.ResolveActorRef($"{Address}{path}");

    /// <summary>
    /// All actors of the node, except those of connections, which a peer may end, and the journal's readers, each of which
    /// ends by itself when its stream is read.
    /// </summary>
    private IEnumerable<ActorRefWithCell> Actors()
    {
        var provider = (RemoteActorRefProvider)((ExtendedActorSystem)Node).Provider;
        var waiting = new Stack<IActorRef>([provider.Guardian, provider.SystemGuardian]);
        while (waiting.TryPop(out var next))
        {
            var path = next.Path.ToStringWithoutAddress();
            if (next is not ActorRefWithCell actor
                || path.StartsWith(JournalReaders, StringComparison.Ordinal)
                || path.StartsWith("/system/endpointManager/", StringComparison.Ordinal) || path.StartsWith("/system/transports/", StringComparison.Ordinal))
            {
                continue;
            }

            yield return actor;
            foreach (var child in actor.Underlying.ChildrenContainer.Children)
            {
                waiting.Push(child);
            }
        }
    }

    /// <summary>Repeats a request until it is answered, or the connection is closed.</summary>
    private sealed class Asker : ReceiveActor, IWithTimers
    {
        public Asker(IActorRef entry, TaskCompletionSource came)
        {
            Receive<string>(_ => entry.Tell(FindCoordinator.Instance));
            Receive<CoordinatorFound>(_ => came.TrySetResult());
            Receive<DisassociatedEvent>(_ => came.TrySetResult());
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
            Timers.StartPeriodicTimer("ask", "ask", TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>A message of a later version.</summary>
    private sealed record FutureMessage;

    /// <summary>Serialises as the protocol's serializer of a later version would.</summary>
    private sealed class FutureSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => ProtocolSerializer.SerializerId;

        public override string Manifest(object o) => "of-2031";

        public override byte[] ToBinary(object obj) => [1, 2, 3];

        public override object FromBinary(byte[] bytes, string manifest) => ProtocolCodec.FromBytes(manifest, bytes);
    }
}
