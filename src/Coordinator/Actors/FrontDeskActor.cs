using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Hosting;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// One a coordinator node: takes in what workers and command lines outside the cluster send, and hands it on to the
/// coordinator, on whichever node that lives. What the database alone answers does not go there.
/// </summary>
internal sealed class FrontDeskActor : ReceiveActor
{
    public FrontDeskActor(IActorRef coordinator, Func<ExperimentId, CellList> readCells)
    {
        var cells = Context.ActorOf(CellsActor.Props(readCells), "cells");
        Receive<DescribeCells>(cells.Forward);
        Receive<IProtocolMessage>(coordinator.Forward);
    }

    /// <summary>The recipe for a front desk.</summary>
    public static Props Props(IActorRef coordinator, Func<ExperimentId, CellList> readCells) =>
        Akka.Actor.Props.Create(() => new FrontDeskActor(coordinator, readCells));

    /// <inheritdoc/>
    protected override void PreStart() => ClusterClientReceptionist.Get(Context.System).RegisterService(Self);
}

/// <summary>Adds a front desk to a node.</summary>
public static class FrontDeskHosting
{
    /// <summary>Opens the node to workers and command lines outside the cluster.</summary>
    /// <param name="builder">The node's configuration.</param>
    /// <param name="readCells">Reads what is known of an experiment's cells; may block.</param>
    public static AkkaConfigurationBuilder WithFrontDesk(this AkkaConfigurationBuilder builder, Func<ExperimentId, CellList> readCells) =>
        builder.WithActors((system, registry) =>
            system.ActorOf(FrontDeskActor.Props(registry.Get<CoordinatorSingleton>(), readCells), CoordinatorLink.FrontDesk));
}
