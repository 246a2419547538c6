using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Nodes of incompatible versions.</summary>
public sealed class VersionTests(PostgreSqlServer server) : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_worker_that_the_coordinator_refuses_says_why_and_ends()
    {
        using var tls = LocalIdentity.LoadOrCreate(folder.Home, TimeProvider.System);
        using var host = NodeHosting.Build(new NodeSettings { IsDialled = true, Tls = tls }, Serilog.Core.Logger.None, akka => akka.WithActors(
            (system, _) => system.ActorOf(Props.Create(() => new CoordinatorOfTomorrow()), CoordinatorLink.EntryPoint)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var system = host.Services.GetRequiredService<ActorSystem>();

        using var worker = ProgramProcess.StartWorker(folder, "--join", NodeHosting.AddressOf(system));

        (await worker.ExitCodeAsync()).ShouldBe(3, worker.Error);
        worker.Error.Trim().ShouldBe($"The coordinator refused this worker: {CoordinatorOfTomorrow.Reason}.");
        await system.Terminate();
    }

    [Fact]
    public async Task A_worker_of_another_protocol_is_refused_with_both_versions()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 0);
        await cluster.StartCoordinatorAsync(0);
        using var tls = LocalIdentity.LoadOrCreate(folder.Home, TimeProvider.System);
        using var host = NodeHosting.Build(
            new NodeSettings { Tls = tls }, Serilog.Core.Logger.None, akka => akka.WithCoordinatorLink([cluster.Addresses], TimeProvider.System));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var system = host.Services.GetRequiredService<ActorSystem>();
        var link = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
        WorkerRefused? refused = null;

        await ProgramProcess.UntilAsync(async () =>
        {
            try
            {
                refused = await link.Ask<WorkerRefused>(new RegisterWorker(new WorkerId("of tomorrow"), 1, ProtocolVersion.Current + 1), TimeSpan.FromSeconds(1));
            }
            catch (AskTimeoutException)
            {
                // The connection is not ready yet.
            }

            return refused is not null;
        });

        refused!.Reason.ShouldContain($"protocol version {ProtocolVersion.Current + 1}");
        refused.Reason.ShouldContain($"this coordinator supports {ProtocolVersion.Current}");
        using var workers = await cluster.RunAsync(0, "workers", "--json");
        workers.Output.Trim().ShouldBeEmpty();
        await system.Terminate();
    }

    [Fact]
    public async Task A_coordinator_beside_one_of_another_protocol_says_so_and_ends()
    {
        var connection = server.CreateDatabase();
        var database = new PostgreSqlDatabase(connection);
        database.Prepare();
        using var tomorrow = database.CreateLease("tomorrow.example:4053", TimeProvider.System);
        tomorrow.TryTake().ShouldNotBeNull();
        PostgreSqlServer.Execute(connection, $"UPDATE coordinator_lease SET protocol = {ProtocolVersion.Current + 1}, program = '9.8.7'");

        using var today = await ProgramProcess.RunAsync(folder, 3, "coordinator", "--listen", "127.0.0.1:0", "--db", connection);

        today.Error.ShouldStartWith($"The coordinator on tomorrow.example:4053 uses protocol version {ProtocolVersion.Current + 1} (program 9.8.7), and this one uses {ProtocolVersion.Current} (");
        today.Error.Trim().Split('\n').Length.ShouldBe(1, today.Error);
        tomorrow.Renew().ShouldBeTrue();
    }

    private sealed class CoordinatorOfTomorrow : ReceiveActor
    {
        public const string Reason = "it speaks a version of yesterday";

        public CoordinatorOfTomorrow()
        {
            Receive<FindCoordinator>(_ => Sender.Tell(CoordinatorFound.Instance));
            Receive<RegisterWorker>(worker => Sender.Tell(new WorkerRefused(worker.WorkerId, Reason)));
        }
    }
}
