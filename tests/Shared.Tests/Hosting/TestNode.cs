using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Security;
using Serilog.Core;
using Serilog.Events;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>A node as it really runs, on loopback, with its log at hand.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly IHost host;
    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogLines log = new();

    private TestNode(NodeSettings settings)
    {
        var logger = new Serilog.LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(log).CreateLogger();
        host = NodeHosting.Build(settings, logger, _ => { });
    }

    public ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    public Address Address => Cluster.Get(System).SelfAddress;

    public int Port => Address.Port!.Value;

    public string Log => log.Text;

    /// <summary>Completes when the node has become a member of the cluster it joined.</summary>
    public Task IsUp => up.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);

    public bool HasJoined => up.Task.IsCompleted;

    public int Members => Cluster.Get(System).State.Members.Count;

    /// <summary>Starts a node that joins another, or forms a cluster of its own.</summary>
    public static async Task<TestNode> StartAsync(TlsIdentity? tls, TestNode? join = null, string joinHost = "127.0.0.1")
    {
        var node = new TestNode(new NodeSettings
        {
            IsMember = true,
            Seeds = join is null ? [] : ImmutableArray.Create(FormattableString.Invariant($"{joinHost}:{join.Port}")),
            Tls = tls,
        });
        await node.host.StartAsync(TestContext.Current.CancellationToken);
        Cluster.Get(node.System).RegisterOnMemberUp(() => node.up.TrySetResult());
        return node;
    }

    /// <summary>Completes when a line of the log has a text in it.</summary>
    public Task LogsAsync(string text) => log.HasAsync(text).WaitAsync(Deadline, TestContext.Current.CancellationToken);

    /// <summary>Leaves the cluster.</summary>
    public Task LeaveAsync() => Cluster.Get(System).LeaveAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);

    /// <summary>Stops as a program does.</summary>
    public Task StopAsync() => host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        host.Dispose();
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
