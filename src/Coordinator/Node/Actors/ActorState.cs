using Akka.Actor;

namespace NNOptim.Coordinator.Actors;

/// <summary>The state of an experiment's actor, as the coordinator sees it.</summary>
/// <param name="Actor">The actor; null while there is none.</param>
internal abstract record ActorState(IActorRef? Actor)
{
    /// <summary>There is no actor: nothing has needed one yet, or the last one has ended.</summary>
    public sealed record Absent() : ActorState((IActorRef?)null);

    /// <summary>The actor handles messages.</summary>
    /// <param name="Running">The actor.</param>
    public sealed record Working(IActorRef Running) : ActorState(Running);

    /// <summary>The coordinator has stopped the idle actor, which has not ended yet.</summary>
    /// <param name="Idle">The actor.</param>
    public sealed record Stopping(IActorRef Idle) : ActorState(Idle);

    /// <summary>The actor has failed. It is ending, or the coordinator waits to start it again, or the new one has not yet recovered.</summary>
    /// <param name="Actor">The failed actor or its successor; null between the two.</param>
    /// <param name="Failure">The reason, and what may help.</param>
    public sealed record Failed(IActorRef? Actor, ExperimentFailed Failure) : ActorState(Actor);
}
