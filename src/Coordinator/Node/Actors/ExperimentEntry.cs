using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>What the coordinator knows of one experiment and its actor.</summary>
/// <param name="id">The experiment.</param>
/// <param name="settings">The coordinator's settings.</param>
internal sealed class ExperimentEntry(ExperimentId id, CoordinatorSettings settings)
{
    private readonly List<(object Message, IActorRef Sender)> held = [];

    /// <summary>The experiment.</summary>
    public ExperimentId Id { get; } = id;

    /// <summary>The state of its actor.</summary>
    public ActorState State { get; set; } = new ActorState.Absent();

    /// <summary>What is known of its stream.</summary>
    public StreamState Stream { get; set; } = new StreamState.Unread();

    /// <summary>The pauses between failures and starts of its actor.</summary>
    public RestartPolicy Restarts { get; } = new(settings);

    /// <summary>Whether its actor continues the runs by itself when it is started again.</summary>
    public bool Continues { get; set; }

    /// <summary>Whether the coordinator knows the experiment's state, or why nobody can know it.</summary>
    public bool IsRead => Stream is not StreamState.Unread || State is ActorState.Failed;

    /// <summary>Its line in lists; null while nothing is known of it.</summary>
    public ExperimentSummary? Summary
    {
        get
        {
            var summary = (Stream as StreamState.Submitted)?.Summary;
            return State is ActorState.Failed { Failure: { Recovery: FailureRecovery.None } failure }
                ? (summary ?? ExperimentSummary.Unreadable(Id, "")) with { Problem = failure.Reason }
                : summary;
        }
    }

    /// <summary>Whether messages wait for an actor.</summary>
    public bool HoldsMessages => held.Count > 0;

    /// <summary>Keeps a message until there is an actor for it.</summary>
    public void Hold(object message, IActorRef sender) => held.Add((message, sender));

    /// <summary>Removes and returns the kept messages.</summary>
    public IReadOnlyList<(object Message, IActorRef Sender)> TakeHeld()
    {
        var taken = held.ToList();
        held.Clear();
        return taken;
    }
}
