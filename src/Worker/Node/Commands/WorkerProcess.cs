using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NNOptim.Hosting;
using NNOptim.Worker.Actors;

namespace NNOptim.Worker.Commands;

/// <summary>A worker node in its own process.</summary>
internal static class WorkerProcess
{
    private const int Infrastructure = 3;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs until a signal, a request of the parent, the end of the input (when there is a parent), or the worker's failure. The first
    /// signal lets it leave in order within the grace period; a second one ends it at once. Ctrl-C at a terminal reaches the parent too,
    /// which then decides. Returns the exit code.
    /// </summary>
    public static async Task<int> RunAsync(WorkerProcessSettings worker, TimeProvider time)
    {
        // Meanwhile the node starts and joins.
        _ = Task.Run(() => WorkerWarmUp.Run(time));
        await using var logger = LogFiles.Create(worker.Logs, "nnoptim-worker", worker.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim-worker", Environment.GetEnvironmentVariable, logger);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var failed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = Build(worker, logger, failed, time);
        await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
        if (worker.EndWithInput)
        {
            ListenToParent(stop);
        }

        var node = host.Services.GetRequiredService<ActorSystem>().WhenTerminated;
        await Task.WhenAny(node, failed.Task).EndsOrIsCancelledAsync(stop.Token).ConfigureAwait(false);
        var exitCode = failed.Task.IsCompleted ? Tell(await failed.Task.ConfigureAwait(false), Infrastructure)
            : node.IsCompleted ? Tell("The worker's node has stopped. See its log.", Infrastructure)
            : await LeaveAsync(host, worker).ConfigureAwait(false);

        await EndAsync(host, time).ConfigureAwait(false);
        return exitCode;

        void OnSignal(PosixSignalContext signal)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            signal.Cancel = true;
            if (signal.Signal != PosixSignal.SIGINT || !worker.EndWithInput)
            {
                stop.Cancel();
            }
        }
    }

    private static IHost Build(WorkerProcessSettings worker, Serilog.ILogger logger, TaskCompletionSource<string> failed, TimeProvider time)
    {
        var settings = new NodeSettings { PublicHost = worker.PublicHost, Slots = worker.Slots, Tls = worker.Tls };
        return NodeHosting.Build(settings, logger, akka =>
        {
            akka.WithCoordinatorLink([.. worker.Join.Select(address => address.ToString())], time)
                .WithWorkerFailureTo(failed)
                .WithWorker(worker.Slots, time, standard => standard with
                {
                    CheckpointInterval = worker.CheckpointInterval,
                    Rules = standard.Rules with
                    {
                        StallLimit = worker.StallLimit,
                        // A person waits for the parent.
                        FinishWithin = worker.EndWithInput ? TimeSpan.Zero : standard.Rules.FinishWithin,
                        DeliverWithin = worker.Grace * 0.8,
                    },
                });
            if (worker.HealthFile is { } file)
            {
                akka.WithHealthFile(file);
            }
        });
    }

    private static async Task<int> LeaveAsync(IHost host, WorkerProcessSettings worker)
    {
        if (!worker.EndWithInput)
        {
            Console.Error.WriteLine("The worker is leaving. A second signal stops it at once.");
        }

        var actor = host.Services.GetRequiredService<ActorRegistry>().Get<WorkerActor>();
        try
        {
            var summary = (await actor.Ask<WorkerLeft>(LeaveInOrder.Instance, worker.Grace).ConfigureAwait(false)).Summary;
            return worker.EndWithInput ? 0 : Tell(
                $"The worker has left: {summary.Finished} run{(summary.Finished == 1 ? "" : "s")} finished, {summary.Returned} given back, {summary.Checkpointed} of them with a checkpoint.", 0);
        }
        catch (AskTimeoutException)
        {
            return Tell(
                $"The coordinator has not confirmed the departure within {worker.Grace.TotalSeconds:0} s. Other workers get the remaining runs when their leases expire.", Infrastructure);
        }
    }

    /// <summary>A training that makes no progress keeps its node from ending; the process ends all the same.</summary>
    private static async Task EndAsync(IHost host, TimeProvider time)
    {
        if (await host.StopAsync(CancellationToken.None).EndsWithinAsync(StopTimeout, time).ConfigureAwait(false))
        {
            host.Dispose();
        }
    }

    private static int Tell(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }

    /// <summary>Any input from the parent is the request to leave in order.</summary>
    private static void ListenToParent(CancellationTokenSource leave) => new Thread(() =>
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[16];
        while (input.Read(buffer) > 0)
        {
            try
            {
                leave.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The process is ending already.
            }
        }

        // The parent is gone or closed the input: nobody waits for this process any more.
        Environment.Exit(0);
    })
    { IsBackground = true, Name = "parent" }.Start();
}
