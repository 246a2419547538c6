using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using NNOptim.Protocol;

namespace NNOptim.Hosting;

/// <summary>
/// Forwards messages from a worker's node to the coordinator. It knows several addresses, of which at most one is the coordinator's, and
/// polls them until one answers. Answers go to the sender. Messages are lost while no coordinator is found, so senders must resend.
/// </summary>
public sealed class CoordinatorLink : ReceiveActor, IWithTimers
{
    /// <summary>The name of the only actor of a coordinator's node that other nodes can reach.</summary>
    public const string EntryPoint = "entry-point";

    private const int MaxQueued = 100;

    private static readonly TimeSpan SearchInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(4);

    private readonly ImmutableArray<IActorRef> candidates;
    private readonly SteadyClock clock;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Queue<(IProtocolMessage Message, IActorRef Sender)> queue = new();
    private IActorRef? coordinator;
    private DateTimeOffset lastHeard;

    /// <summary>Creates the link.</summary>
    /// <param name="addresses">The possible addresses of the coordinator, as <c>host:port</c>; at least one.</param>
    /// <param name="time">The clock.</param>
    public CoordinatorLink(ImmutableArray<string> addresses, TimeProvider time)
    {
        clock = new SteadyClock(time);
        var provider = ((ExtendedActorSystem)Context.System).Provider;
        candidates =
        [
            .. addresses.Select(address => provider.ResolveActorRef($"{provider.DefaultAddress.Protocol}://{NodeSettings.SystemName}@{address}/user/{EntryPoint}")),
        ];
        Receive<CoordinatorFound>(_ => OnFound());
        Receive<Check>(_ => OnCheck());
        Receive<IProtocolMessage>(OnMessage);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of a link.</summary>
    public static Props Props(ImmutableArray<string> addresses, TimeProvider time) => Akka.Actor.Props.Create(() => new CoordinatorLink(addresses, time));

    /// <inheritdoc/>
    protected override void PreStart() => OnCheck();

    private void OnFound()
    {
        // A reference by path stays valid when the coordinator restarts at its address. Answers of other actors are ignored.
        if (candidates.FirstOrDefault(candidate => candidate.Path.Equals(Sender.Path)) is not { } found)
        {
            return;
        }

        if (coordinator is null)
        {
            coordinator = found;
            log.Info("The coordinator is at {0}", coordinator.Path.Address);
            while (queue.TryDequeue(out var held))
            {
                coordinator.Tell(held.Message, held.Sender);
            }
        }

        if (coordinator.Equals(found))
        {
            lastHeard = clock.Now;
        }
    }

    private void OnCheck()
    {
        if (coordinator is not null && clock.Now - lastHeard > SilenceTimeout)
        {
            log.Warning("The coordinator at {0} has not answered for {1} s", coordinator.Path.Address, SilenceTimeout.TotalSeconds);
            coordinator = null;
        }

        foreach (var asked in coordinator is null ? candidates : [coordinator])
        {
            asked.Tell(FindCoordinator.Instance);
        }

        Timers.StartSingleTimer(nameof(Check), Check.Instance, coordinator is null ? SearchInterval : CheckInterval);
    }

    private void OnMessage(IProtocolMessage message)
    {
        if (coordinator is not null)
        {
            coordinator.Forward(message);
        }
        else if (queue.Count < MaxQueued)
        {
            queue.Enqueue((message, Sender));
        }
    }

    private sealed record Check
    {
        public static Check Instance { get; } = new();
    }
}

/// <summary>Adds the link to the coordinator to a worker's node.</summary>
public static class CoordinatorLinkHosting
{
    /// <summary>Registers a link under the coordinator's key.</summary>
    public static AkkaConfigurationBuilder WithCoordinatorLink(this AkkaConfigurationBuilder builder, ImmutableArray<string> addresses, TimeProvider time) =>
        builder.WithActors((system, registry) =>
            registry.Register<CoordinatorKey>(system.ActorOf(CoordinatorLink.Props(addresses, time), "coordinator-link")));
}
