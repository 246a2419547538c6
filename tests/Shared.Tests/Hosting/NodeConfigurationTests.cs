using System.Collections.Concurrent;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Hosting;

namespace NNOptim.Shared.Tests.Hosting;

public class NodeConfigurationTests
{
    [Fact]
    public void A_nodes_settings_are_in_its_configuration()
    {
        var config = NodeConfiguration.Create(new NodeSettings
        {
            Host = "10.0.0.7",
            Port = 4053,
            Slots = 6,
        });

        config.GetString("nnoptim.transport.hostname").ShouldBe("10.0.0.7");
        config.GetInt("nnoptim.transport.port").ShouldBe(4053);
        config.GetString("akka.actor.provider").ShouldBe("remote");
        config.GetBoolean("akka.remote.untrusted-mode").ShouldBeTrue();
        config.GetInt("nnoptim.training-dispatcher.dedicated-thread-pool.thread-count").ShouldBe(7, "one for each of six slots, and one for the worker");
    }

    [Fact]
    public void A_node_without_an_address_listens_on_loopback()
    {
        var config = NodeConfiguration.Create(new NodeSettings());

        config.GetString("nnoptim.transport.hostname").ShouldBe("127.0.0.1");
        config.GetInt("nnoptim.transport.port").ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_only_connects_accepts_no_connection()
    {
        using var host = NodeHosting.Build(new NodeSettings(), Serilog.Core.Logger.None, _ => { });
        await host.StartAsync(TestContext.Current.CancellationToken);
        var system = host.Services.GetRequiredService<ActorSystem>();
        var port = ((ExtendedActorSystem)system).Provider.DefaultAddress.Port!.Value;
        using var client = new TcpClient();

        (await Should.ThrowAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken).AsTask()))
            .SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        await system.Terminate();
    }

    [Fact]
    public void A_node_without_peers_has_no_remoting() =>
        NodeConfiguration.Create(new NodeSettings { IsConnected = false }).GetString("akka.actor.provider").ShouldBe("local");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Trainings_have_a_thread_for_each_slot_and_their_worker_one(int slots)
    {
        using var system = ActorSystem.Create(
            "threads",
            ConfigurationFactory.ParseString("akka.actor.provider = local")
                .WithFallback(NodeConfiguration.Create(new NodeSettings { Slots = slots })));
        var dispatcher = system.Dispatchers.Lookup(NodeConfiguration.TrainingDispatcher);
        var threads = new ConcurrentDictionary<Thread, bool>();
        using var full = new ManualResetEventSlim();

        // Each task keeps its thread until all threads are taken, so there are at least this many threads.
        for (var i = 0; i < slots + 1; i++)
        {
            await Begun(() => full.Wait(TimeSpan.FromSeconds(30)));
        }

        full.Set();
        for (var i = 0; i < slots * 4; i++)
        {
            await Begun(() => { });
        }

        threads.Count.ShouldBe(slots + 1);
        threads.Keys.ShouldAllBe(thread => thread.IsBackground && !thread.IsThreadPoolThread);
        await system.Terminate();

        Task Begun(Action then)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            dispatcher.Schedule(() =>
            {
                threads.TryAdd(Thread.CurrentThread, true);
                begun.SetResult();
                then();
            });
            return begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }
}
