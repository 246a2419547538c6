using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>What the coordinator knows of one experiment and its actor. Changes with the coordinator's messages.</summary>
/// <param name="id">The experiment.</param>
internal sealed class ExperimentEntry(ExperimentId id)
{
    private readonly List<(object Message, IActorRef Sender)> held = [];

    /// <summary>The experiment.</summary>
    public ExperimentId Id { get; } = id;

    /// <summary>Its actor; null while there is none.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>Whether the actor was told to stop because it has nothing to do.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Whether this coordinator has taken it up, so that it goes on by itself when its actor is started again.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>How it stood last; null when it is not known yet.</summary>
    public ExperimentSummary? Summary { get; set; }

    /// <summary>Whether the journal has nothing of it.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>Whether it is known how it stands, if it does not do so well.</summary>
    public bool IsRead => Summary is not null || Broke is not null || IsUnknown;

    /// <summary>Why its actor stopped; null when it works.</summary>
    public ExperimentBroke? Broke { get; set; }

    /// <summary>What lists show of it; null when nothing is known of it yet.</summary>
    public ExperimentSummary? Listed => Broke is { Remedy: BreakRemedy.None } broke
        ? (Summary ?? ExperimentSummary.Unreadable(Id, "")) with { Problem = broke.Reason }
        : Summary;

    /// <summary>Since when it does not work: since the first break after which the journal has taken nothing of it.</summary>
    public DateTimeOffset? BrokenSince { get; set; }

    /// <summary>When its actor was started last.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The time until its actor is started again.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Whether messages wait for an actor.</summary>
    public bool HoldsMessages => held.Count > 0;

    /// <summary>Keeps a message until there is an actor for it.</summary>
    public void Hold(object message, IActorRef sender) => held.Add((message, sender));

    /// <summary>Gives up the kept messages.</summary>
    public IReadOnlyList<(object Message, IActorRef Sender)> TakeHeld()
    {
        var taken = held.ToList();
        held.Clear();
        return taken;
    }
}
