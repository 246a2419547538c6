using Akka.Actor;
using Akka.Hosting;
using NNOptim.Hosting;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The only actor of a coordinator's node that other nodes can reach. It forwards only the messages of workers. People and programs use the
/// HTTP API.
/// </summary>
internal sealed class EntryPointActor : ReceiveActor
{
    public EntryPointActor(IActorRef coordinator)
    {
        Receive<FindCoordinator>(_ => Sender.Tell(CoordinatorFound.Instance));
        Receive<RegisterWorker>(coordinator.Forward);
        Receive<RequestWork>(coordinator.Forward);
        Receive<RenewLeases>(coordinator.Forward);
        Receive<LeaveCoordinator>(coordinator.Forward);
        Receive<UpdateRuns>(coordinator.Forward);
        Receive<StoreCheckpoint>(coordinator.Forward);
        Receive<RequestCheckpoint>(coordinator.Forward);
        Receive<RequestDatasetPart>(coordinator.Forward);
    }

    /// <summary>The props of an entry point.</summary>
    public static Props Props(IActorRef coordinator) => Akka.Actor.Props.Create(() => new EntryPointActor(coordinator));
}

/// <summary>Adds an entry point to a node.</summary>
public static class EntryPointHosting
{
    /// <summary>Starts the entry point, through which workers reach the coordinator.</summary>
    public static AkkaConfigurationBuilder WithEntryPoint(this AkkaConfigurationBuilder builder) =>
        builder.WithActors((system, registry) => system.ActorOf(EntryPointActor.Props(registry.Get<CoordinatorKey>()), CoordinatorLink.EntryPoint));
}
