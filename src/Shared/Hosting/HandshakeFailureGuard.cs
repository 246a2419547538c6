using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace NNOptim.Shared.Hosting;

/// <summary>
/// Keeps a node alive when a node that it dials fails the TLS handshake. Akka then begins the coordinated shutdown of the
/// whole system, so one peer with an expired certificate, or killed in the midst of a handshake, would end all who speak to
/// it. Akka has no setting for that, and its shutdown cannot be begun twice; so one that was begun by such a failure is held in
/// its first phase, and goes on from there when the node is to stop for another reason.
/// </summary>
internal static class HandshakeFailureGuard
{
    /// <summary>Lets the first phase wait for years; its only task that waits is the one added here.</summary>
    public const string Configuration = "akka.coordinated-shutdown.phases.before-service-unbind.timeout = 3650 d";

    // Akka keeps the class to itself.
    private const string HandshakeFailure = "TlsHandshakeFailureReason";

    /// <summary>Guards a node until it is told to stop, or leaves or is removed from its cluster.</summary>
    public static void Install(ActorSystem system, CancellationToken stopping)
    {
        var release = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        stopping.Register(() => release.TrySetResult(Done.Instance));
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "outlive-handshake-failure", () =>
        {
            if (shutdown.ShutdownReason?.GetType().Name != HandshakeFailure)
            {
                return Task.FromResult(Done.Instance);
            }

            system.Log.Warning("The node goes on without the one whose TLS handshake failed.");
            return release.Task;
        });
        if (((ExtendedActorSystem)system).Provider is IClusterActorRefProvider)
        {
            system.ActorOf(Props.Create(() => new SelfWatch(release)), "handshake-failure-guard");
        }
    }

    /// <summary>Releases the shutdown when the cluster itself ends this node's membership.</summary>
    private sealed class SelfWatch : ReceiveActor
    {
        private readonly Cluster cluster = Cluster.Get(Context.System);

        public SelfWatch(TaskCompletionSource<Done> release) => Receive<ClusterEvent.IMemberEvent>(change =>
        {
            if (change.Member.UniqueAddress.Equals(cluster.SelfUniqueAddress)
                && change.Member.Status is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed)
            {
                release.TrySetResult(Done.Instance);
            }
        });

        protected override void PreStart() =>
            cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

        protected override void PostStop() => cluster.Unsubscribe(Self);
    }
}
