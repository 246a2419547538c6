using Akka.Actor;
using Akka.Hosting;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The only actor of a coordinator's node that other nodes reach. It hands on what workers and command lines send, and answers by
/// itself what needs the database alone.
/// </summary>
internal sealed class EntryPointActor : ReceiveActor
{
    public EntryPointActor(IActorRef coordinator, Func<ExperimentId, CellList> readCells)
    {
        var cells = Context.ActorOf(CellsActor.Props(readCells), "cells");
        Receive<FindCoordinator>(_ => Sender.Tell(CoordinatorFound.Instance));
        Receive<DescribeCells>(cells.Forward);
        Receive<IProtocolMessage>(coordinator.Forward);
    }

    /// <summary>The recipe for an entry point.</summary>
    public static Props Props(IActorRef coordinator, Func<ExperimentId, CellList> readCells) =>
        Akka.Actor.Props.Create(() => new EntryPointActor(coordinator, readCells));
}

/// <summary>Adds an entry point to a node.</summary>
public static class EntryPointHosting
{
    /// <summary>Opens the node to workers and command lines.</summary>
    /// <param name="builder">The node's configuration.</param>
    /// <param name="readCells">Reads what is known of an experiment's cells; may block.</param>
    public static AkkaConfigurationBuilder WithEntryPoint(this AkkaConfigurationBuilder builder, Func<ExperimentId, CellList> readCells) =>
        builder.WithActors((system, registry) =>
            system.ActorOf(EntryPointActor.Props(registry.Get<CoordinatorKey>(), readCells), CoordinatorLink.EntryPoint));
}
