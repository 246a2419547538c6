using System.Runtime.InteropServices;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using NNOptim.Shared.Hosting;
using NNOptim.Worker.Actors;

namespace NNOptim.Worker.Commands;

/// <summary>A worker node as a process of its own.</summary>
internal static class WorkerProcess
{
    /// <summary>Runs until a signal, the end of the input (when asked for), or the node's end. Gives the exit code.</summary>
    public static async Task<int> RunAsync(WorkerSettings worker)
    {
        await using var logger = LogFiles.Create(worker.Logs, "nnoptim-worker", worker.Verbose);
        using var telemetry = TelemetryExport.Start("nnoptim-worker", Environment.GetEnvironmentVariable);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var settings = new NodeSettings { PublicHost = worker.PublicHost, Slots = worker.Slots, Tls = worker.Tls };
        using var host = NodeHosting.Build(settings, logger, akka =>
        {
            akka.WithCoordinatorLink([.. worker.Join.Select(address => address.ToString())]).WithWorker(worker.Slots, TimeProvider.System);
            if (worker.HealthFile is { } file)
            {
                akka.WithHealthFile(file);
            }
        });
        await host.StartAsync(CancellationToken.None).ConfigureAwait(false);
        var node = host.Services.GetRequiredService<ActorSystem>().WhenTerminated;
        if (worker.EndWithInput)
        {
            StopAtEndOfInput(stop);
        }

        var stopped = Task.Delay(Timeout.Infinite, stop.Token);
        await Task.WhenAny(node, stopped).ConfigureAwait(false);
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return 0;

        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static void StopAtEndOfInput(CancellationTokenSource stop) => new Thread(() =>
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[16];
        while (input.Read(buffer) > 0)
        {
        }

        // The parent is gone or lets go: nobody waits for this process any more.
        Environment.Exit(0);
    })
    { IsBackground = true, Name = "end of input" }.Start();
}
