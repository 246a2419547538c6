using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Coordinator.Actors;
using NNOptim.Coordinator.Dashboard;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Worker.Actors;

namespace NNOptim.Cli;

/// <summary>
/// A coordinator in this process for one command. It trains in this process without opening a port, or in worker processes.
/// </summary>
internal sealed class LocalNode : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    /// <summary>Limits how long an interrupted command takes to end. Unsaved work is repeated from the last checkpoint.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly IHost host;
    private readonly ActorSystem system;
    private readonly IActorRef coordinator;
    private readonly IActorRef worker;
    private readonly WorkerProcesses? workers;
    private readonly Task<string> workerFailure;
    private readonly TimeProvider time;

    private LocalNode(IHost host, WorkerProcesses? workers, Task<string> workerFailure, TimeProvider time)
    {
        this.workers = workers;
        this.host = host;
        this.time = time;
        this.workerFailure = workerFailure;
        system = host.Services.GetRequiredService<ActorSystem>();
        coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
        worker = host.Services.GetRequiredService<ActorRegistry>().TryGet<WorkerActor>(out var here) ? here : ActorRefs.Nobody;
    }

    /// <summary>Completes with a reason when the node can no longer work; otherwise never completes.</summary>
    public Task<string> Failure => FailureAsync();

    /// <summary>Connects a dashboard to this node.</summary>
    public void Attach(DashboardHost dashboard) => dashboard.Attach(system, coordinator);

    /// <summary>Starts the node.</summary>
    public static async Task<LocalNode> StartAsync(LocalRunSettings settings, ExperimentLocks locks, Serilog.ILogger logger, TimeProvider time)
    {
        var trainsHere = settings.Workers == 0;
        var identities = trainsHere ? null : RunIdentities.Make(NodeSettings.Loopback, time);
        var node = new NodeSettings { IsConnected = !trainsHere, IsDialled = !trainsHere, Slots = settings.Slots, Tls = identities?.Coordinator };
        var workerFailure = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = NodeHosting.Build(node, logger, akka =>
        {
            akka.WithJournal(settings.Database).WithCoordinator(new CoordinatorSettings { Locks = locks, DatabaseTimeout = settings.DatabaseTimeout }, time);
            if (trainsHere)
            {
                akka.WithWorkerFailureTo(workerFailure).WithWorker(settings.Slots, time, standard => standard with
                {
                    CheckpointInterval = settings.CheckpointInterval,
                    Rules = standard.Rules with { StallLimit = settings.StallLimit, FinishWithin = TimeSpan.Zero, DeliverWithin = DrainTimeout * 0.8 },
                });
            }
            else
            {
                akka.WithEntryPoint();
            }
        });
        try
        {
            await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (ListenFailure.Describe(error, new HostPort(node.Host, node.Port), "The node of this run") is { } words)
        {
            throw CommandException.Infrastructure(words, error);
        }

        var address = NodeHosting.AddressOf(host.Services.GetRequiredService<ActorSystem>());
        var workers = identities is null ? null : WorkerProcesses.Start(settings, address, identities.ForWorkers, time);
        return new LocalNode(host, workers, workerFailure.Task, time);
    }

    /// <summary>Sends a command to its experiment and waits until the journal holds its events.</summary>
    /// <exception cref="CommandException">The experiment refused the command, or did not answer in time.</exception>
    public async Task<ExperimentProgress> ExecuteAsync(IExperimentCommand command)
    {
        try
        {
            return await coordinator.Ask<IExperimentAnswer>(command, AnswerTimeout).ConfigureAwait(false) switch
            {
                ExperimentCommandDone done => done.Progress,
                ExperimentCommandRefused refused => throw CommandException.Infrastructure($"Experiment {refused.ExperimentId}: {refused.Reason}."),
                var other => throw new InvalidOperationException($"An unexpected answer: {other}"),
            };
        }
        catch (AskTimeoutException error)
        {
            throw CommandException.Infrastructure(
                $"The coordinator did not answer within {AnswerTimeout.TotalSeconds:0} s; see the log for details.", error);
        }
    }

    /// <summary>The experiment's current progress and every change.</summary>
    public ChannelReader<ExperimentProgress> Watch(ExperimentId id)
    {
        var channel = Channel.CreateUnbounded<ExperimentProgress>();
        system.ActorOf(ProgressListener.Props(id, coordinator, channel.Writer));
        return channel.Reader;
    }

    /// <summary>Stops the runs, and stores their results and checkpoints in the journal as far as the timeout allows.</summary>
    public async Task DrainAsync()
    {
        coordinator.Tell(Interrupting.Instance);
        if (workers is not null)
        {
            await workers.DrainAsync(DrainTimeout).ConfigureAwait(false);
            return;
        }

        try
        {
            await worker.Ask<WorkerLeft>(LeaveInOrder.Instance, DrainTimeout).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            // A stalled run or an unavailable database must not block the command.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        workers?.Dispose();
        // A stalled run can block the node's shutdown; the process ends anyway.
        if (await system.Terminate().EndsWithinAsync(StopTimeout, time).ConfigureAwait(false))
        {
            host.Dispose();
        }
    }

    private async Task<string> FailureAsync()
    {
        var ends = workers?.WhenFailed() ?? EndAsync();
        return await (await Task.WhenAny(ends, workerFailure).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<string> EndAsync()
    {
        await system.WhenTerminated.ConfigureAwait(false);
        return "The actor system ended before the experiment; see the log for details.";
    }
}
