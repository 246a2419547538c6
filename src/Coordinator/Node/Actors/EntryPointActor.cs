using Akka.Actor;
using Akka.Hosting;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The only actor of a coordinator's node that other nodes reach. It forwards what workers and command lines send. It answers by itself the
/// questions that need only the database.
/// </summary>
internal sealed class EntryPointActor : ReceiveActor
{
    public EntryPointActor(IActorRef coordinator, Func<ExperimentId, ConfigurationList> readConfigurations)
    {
        var configurations = Context.ActorOf(ConfigurationsActor.Props(readConfigurations), "configurations");
        Receive<FindCoordinator>(_ => Sender.Tell(CoordinatorFound.Instance));
        Receive<DescribeConfigurations>(configurations.Forward);
        Receive<IProtocolMessage>(coordinator.Forward);
    }

    /// <summary>The recipe for an entry point.</summary>
    public static Props Props(IActorRef coordinator, Func<ExperimentId, ConfigurationList> readConfigurations) =>
        Akka.Actor.Props.Create(() => new EntryPointActor(coordinator, readConfigurations));
}

/// <summary>Adds an entry point to a node.</summary>
public static class EntryPointHosting
{
    /// <summary>Opens the node to workers and command lines.</summary>
    /// <param name="builder">The node's configuration.</param>
    /// <param name="readConfigurations">Reads what is known of an experiment's configurations; may block.</param>
    public static AkkaConfigurationBuilder WithEntryPoint(this AkkaConfigurationBuilder builder, Func<ExperimentId, ConfigurationList> readConfigurations) =>
        builder.WithActors((system, registry) =>
            system.ActorOf(EntryPointActor.Props(registry.Get<CoordinatorKey>(), readConfigurations), CoordinatorLink.EntryPoint));
}
