using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Hosting;
using NNOptim.Shared.Protocol;

namespace NNOptim.Shared.Hosting;

/// <summary>
/// The way to the coordinator for a node outside the cluster: whatever this actor is told goes to the coordinator, on
/// whichever member it lives, and the answer comes back to the sender. Messages get lost while no member can be reached;
/// those who send them send them again.
/// </summary>
public sealed class CoordinatorLink : ReceiveActor
{
    /// <summary>The name of the actor that each member takes its clients' messages in by.</summary>
    public const string FrontDesk = "front-desk";

    private readonly IActorRef client;

    /// <summary>Makes the link.</summary>
    /// <param name="members">Members of the cluster as <c>host:port</c>, one at least; the others are learnt from these.</param>
    public CoordinatorLink(ImmutableArray<string> members)
    {
        var protocol = ((ExtendedActorSystem)Context.System).Provider.DefaultAddress.Protocol;
        var contacts = members
            .Select(member => ActorPath.Parse($"{protocol}://{NodeSettings.SystemName}@{member}/system/receptionist"))
            .ToImmutableHashSet();
        client = Context.ActorOf(ClusterClient.Props(ClusterClientSettings.Create(Context.System).WithInitialContacts(contacts)));
        Receive<IProtocolMessage>(message =>
            client.Forward(new ClusterClient.Send($"/user/{FrontDesk}", message, localAffinity: true)));
    }

    /// <summary>The recipe for a link.</summary>
    public static Props Props(ImmutableArray<string> members) => Akka.Actor.Props.Create(() => new CoordinatorLink(members));
}

/// <summary>Adds the way to the coordinator to a node outside the cluster.</summary>
public static class CoordinatorLinkHosting
{
    /// <summary>Registers a link as the way to the coordinator.</summary>
    public static AkkaConfigurationBuilder WithCoordinatorLink(this AkkaConfigurationBuilder builder, ImmutableArray<string> members) =>
        builder.WithActors((system, registry) =>
            registry.Register<CoordinatorSingleton>(system.ActorOf(CoordinatorLink.Props(members), "coordinator-link")));
}
