using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Hosting;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// One a coordinator node: takes in what workers and command lines outside the cluster send, and hands it on to the
/// coordinator, on whichever node that lives.
/// </summary>
internal sealed class FrontDeskActor : ReceiveActor
{
    public FrontDeskActor(IActorRef coordinator) => Receive<IProtocolMessage>(coordinator.Forward);

    /// <summary>The recipe for a front desk.</summary>
    public static Props Props(IActorRef coordinator) => Akka.Actor.Props.Create(() => new FrontDeskActor(coordinator));

    /// <inheritdoc/>
    protected override void PreStart() => ClusterClientReceptionist.Get(Context.System).RegisterService(Self);
}

/// <summary>Adds a front desk to a node.</summary>
public static class FrontDeskHosting
{
    /// <summary>Opens the node to workers and command lines outside the cluster.</summary>
    public static AkkaConfigurationBuilder WithFrontDesk(this AkkaConfigurationBuilder builder) =>
        builder.WithActors((system, registry) =>
            system.ActorOf(FrontDeskActor.Props(registry.Get<CoordinatorSingleton>()), CoordinatorLink.FrontDesk));
}
