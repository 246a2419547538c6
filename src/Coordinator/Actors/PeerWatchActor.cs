using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote;
using NNOptim.Coordinator.Persistence;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// One a coordinator node of several: when the connection to another breaks, asks the database whether that one still has its
/// place, and if not, takes it out of the cluster at once. A process that was killed is so replaced in a second or two, where
/// heartbeats need many more to tell it from a slow one. Also keeps this node's own place, which a restart of the database frees.
/// </summary>
internal sealed class PeerWatchActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(1);

    /// <summary>The database, too, may need a moment to notice.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private const int MostLooks = 20;

    private readonly CoordinatorSeat seat;
    private readonly Cluster cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter log = Context.GetLogger();

    public PeerWatchActor(CoordinatorSeat seat)
    {
        this.seat = seat;
        Receive<DisassociatedEvent>(broken => OnLook(new Look(broken.RemoteAddress, 1)));
        Receive<Look>(OnLook);
        Receive<Looked>(OnLooked);
        Receive<Keep>(_ => OnKeep());
        Receive<Kept>(OnKept);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The recipe.</summary>
    public static Props Props(CoordinatorSeat seat) => Akka.Actor.Props.Create(() => new PeerWatchActor(seat));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Timers.StartSingleTimer(nameof(Keep), Keep.Instance, KeepInterval);
    }

    /// <inheritdoc/>
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void OnLook(Look look)
    {
        if (cluster.State.Members.Any(member => member.Address.Equals(look.Peer)))
        {
            var peer = $"{look.Peer.Host}:{look.Peer.Port}";
            Task.Run(() => seat.IsAlive(peer)).PipeTo(
                Self,
                success: alive => new Looked(look, alive),
                // A database that does not answer says nothing about the other.
                failure: _ => new Looked(look, IsAlive: true));
        }
    }

    private void OnLooked(Looked looked)
    {
        var (peer, count) = looked.Look;
        if (!looked.IsAlive)
        {
            log.Warning("The coordinator on {Peer} has given up its place in the database, or its process is gone", peer);
            cluster.Down(peer);
        }
        else if (count < MostLooks)
        {
            Timers.StartSingleTimer(peer, new Look(peer, count + 1), LookInterval);
        }
    }

    private void OnKeep()
    {
        if (cluster.SelfMember.Status == MemberStatus.Up)
        {
            Task.Run(seat.Keep).PipeTo(Self, success: () => new Kept(null), failure: error => new Kept(error));
        }
        else
        {
            OnKept(new Kept(null));
        }
    }

    private void OnKept(Kept kept)
    {
        if (kept.Error is { } error)
        {
            log.Warning("This coordinator's place in the database could not be kept: {Reason}", error.Message);
            if (error.GetBaseException() is CoordinatorSeatTakenException)
            {
                // To the others it is the one that has the place; its process claims that again, or ends.
                cluster.Down(cluster.SelfAddress);
            }
        }

        Timers.StartSingleTimer(nameof(Keep), Keep.Instance, KeepInterval);
    }

    private sealed record Look(Address Peer, int Count);

    private sealed record Looked(Look Look, bool IsAlive);

    private sealed record Kept(Exception? Error);

    private sealed record Keep
    {
        public static Keep Instance { get; } = new();
    }
}

/// <summary>Adds the watch over other coordinators to a node.</summary>
internal static class PeerWatchHosting
{
    /// <summary>Watches over the other coordinators of the database, where there may be others.</summary>
    public static AkkaConfigurationBuilder WithPeerWatch(this AkkaConfigurationBuilder builder, JournalDatabase database, CoordinatorSeat seat) =>
        database.HasSeveralWriters ? builder.WithActors((system, _) => system.ActorOf(PeerWatchActor.Props(seat), "peer-watch")) : builder;
}
