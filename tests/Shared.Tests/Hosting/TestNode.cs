using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Protocol;
using Serilog.Core;
using Serilog.Events;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>A node in the product's configuration, on loopback, with its log available. It answers nodes that search for a coordinator.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly IHost host;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogLines log = new();

    private TestNode(NodeSettings settings, string? other)
    {
        var logger = new Serilog.LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(log).CreateLogger();
        host = NodeHosting.Build(settings, logger, akka => akka.WithActors((system, _) =>
        {
            system.ActorOf(Props.Create(() => new EntryPoint()), CoordinatorLink.EntryPoint);
            if (other is not null)
            {
                system.ActorOf(Props.Create(() => new Seeker(other, reached)), "seeker");
            }
        }));
    }

    public ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    public Address Address => ((ExtendedActorSystem)System).Provider.DefaultAddress;

    public int Port => Address.Port!.Value;

    public string Log => log.Text;

    /// <summary>Completes when the searched node has answered.</summary>
    public Task Reached => reached.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);

    public bool HasReached => reached.Task.IsCompleted;

    /// <summary>Starts a node; it searches for another node if one is given.</summary>
    public static async Task<TestNode> StartAsync(TlsIdentity? tls, TestNode? other = null, string otherHost = "127.0.0.1")
    {
        var node = new TestNode(new NodeSettings { IsDialled = true, Tls = tls }, other is null ? null : FormattableString.Invariant($"{otherHost}:{other.Port}"));
        await node.host.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    /// <summary>An actor of another node, by its path.</summary>
    public IActorRef ActorOf(TestNode other, string path) => ((ExtendedActorSystem)System).Provider.ResolveActorRef($"{other.Address}{path}");

    /// <summary>Completes when a line of the log contains a text.</summary>
    public Task LogsAsync(string text) => log.HasAsync(text).WaitAsync(Deadline, TestContext.Current.CancellationToken);

    /// <summary>Stops as a program does.</summary>
    public Task StopAsync() => host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        host.Dispose();
    }

    private sealed class EntryPoint : ReceiveActor
    {
        public EntryPoint() => Receive<FindCoordinator>(_ => Sender.Tell(CoordinatorFound.Instance));
    }

    private sealed class Seeker : ReceiveActor, IWithTimers
    {
        public Seeker(string other, TaskCompletionSource reached)
        {
            var provider = ((ExtendedActorSystem)Context.System).Provider;
            var sought = provider.ResolveActorRef($"{provider.DefaultAddress.Protocol}://{NodeSettings.SystemName}@{other}/user/{CoordinatorLink.EntryPoint}");
            Receive<string>(_ => sought.Tell(FindCoordinator.Instance));
            Receive<CoordinatorFound>(_ => reached.TrySetResult());
            Timers.StartPeriodicTimer("seek", "seek", TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class LogLines : ILogEventSink
    {
        private readonly Lock gate = new();
        private readonly List<(string Text, TaskCompletionSource Seen)> waiters = [];
        private string text = "";

        public string Text
        {
            get
            {
                lock (gate)
                {
                    return text;
                }
            }
        }

        public void Emit(LogEvent logEvent)
        {
            var line = $"{logEvent.Level} {logEvent.RenderMessage(global::System.Globalization.CultureInfo.InvariantCulture)} {logEvent.Exception}\n";
            lock (gate)
            {
                text += line;
                foreach (var (wanted, seen) in waiters)
                {
                    if (line.Contains(wanted, StringComparison.Ordinal))
                    {
                        seen.TrySetResult();
                    }
                }
            }
        }

        public Task HasAsync(string wanted)
        {
            lock (gate)
            {
                var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (text.Contains(wanted, StringComparison.Ordinal))
                {
                    seen.SetResult();
                }

                waiters.Add((wanted, seen));
                return seen.Task;
            }
        }
    }
}
