using System.Reflection;
using Akka.Actor;
using Akka.Hosting;
using NNOptim.Hosting;
using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>Adds a worker to a node.</summary>
public static class WorkerHosting
{
    /// <summary>Starts a worker that serves the coordinator of the node's registry.</summary>
    /// <param name="builder">The node's configuration.</param>
    /// <param name="slots">Concurrent trainings, 1 or more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="configure">Changes the worker's settings from their defaults.</param>
    public static AkkaConfigurationBuilder WithWorker(
        this AkkaConfigurationBuilder builder, int slots, TimeProvider time, Func<WorkerSettings, WorkerSettings>? configure = null) =>
        builder.WithActors((system, registry) =>
        {
            var incarnation = Guid.NewGuid().ToString("N")[..6];
            var settings = new WorkerSettings(
                new WorkerId($"{NodeHosting.AddressOf(system)}/{incarnation}"),
                new WorkerRules(slots) { ProgramVersion = ProgramVersion },
                DataFolder.Path);
            registry.Register<WorkerActor>(system.ActorOf(
                WorkerActor.Props(configure?.Invoke(settings) ?? settings, registry.Get<CoordinatorKey>(), time)
                    .WithDispatcher(NodeConfiguration.TrainingDispatcher), "worker"));
        });

    /// <summary>Completes a task with the reason when the node's worker fails for good.</summary>
    public static AkkaConfigurationBuilder WithWorkerFailureTo(this AkkaConfigurationBuilder builder, TaskCompletionSource<string> failed) =>
        builder.WithActors((system, _) => system.ActorOf(Props.Create(() => new WorkerFailureListener(failed)), "worker-failure-listener"));

    private static string ProgramVersion { get; } =
        typeof(WorkerHosting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
