using Akka.Actor;

namespace NNOptim.Coordinator.Actors;

/// <summary>The state of an experiment's actor, as the coordinator sees it.</summary>
internal abstract record ActorState
{
    /// <summary>The actor; null while there is none.</summary>
    public virtual IActorRef? Actor => null;

    /// <summary>There is no actor: nothing has needed one yet, or the last one has ended.</summary>
    public sealed record Absent : ActorState;

    /// <summary>The actor handles messages.</summary>
    /// <param name="Actor">The actor.</param>
    public sealed record Working(IActorRef Actor) : ActorState
    {
        /// <inheritdoc/>
        public override IActorRef Actor { get; } = Actor;
    }

    /// <summary>The coordinator has stopped the idle actor, which has not ended yet.</summary>
    /// <param name="Actor">The actor.</param>
    public sealed record Stopping(IActorRef Actor) : ActorState
    {
        /// <inheritdoc/>
        public override IActorRef Actor { get; } = Actor;
    }

    /// <summary>The actor has failed. It is ending, or the coordinator waits to start it again, or the new one has not yet recovered.</summary>
    /// <param name="Actor">The failed actor or its successor; null between the two.</param>
    /// <param name="Failure">The reason, and what may help.</param>
    public sealed record Failed(IActorRef? Actor, ExperimentFailed Failure) : ActorState
    {
        /// <inheritdoc/>
        public override IActorRef? Actor { get; } = Actor;
    }
}
