using Akka.Actor;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Actors;

/// <summary>The experiments that a permanent coordinator is responsible for. Its <see cref="RegistryActor"/> keeps them in the journal.</summary>
/// <param name="time">The clock.</param>
/// <param name="context">The coordinator's context.</param>
internal sealed class AdoptedExperiments(TimeProvider time, IActorContext context)
{
    private readonly HashSet<ExperimentId> adopted = [];
    private readonly HashSet<ExperimentId> requested = [];
    private IActorRef? registry;
    private DateTimeOffset? failingSince;

    /// <summary>Whether the registry has been read.</summary>
    public bool IsRead { get; private set; }

    /// <summary>The adopted experiments.</summary>
    public IReadOnlyCollection<ExperimentId> Ids => adopted;

    /// <summary>Whether an experiment is adopted.</summary>
    public bool Contains(ExperimentId id) => adopted.Contains(id);

    /// <summary>Starts the registry, which answers with the experiments that it holds.</summary>
    public void Open()
    {
        registry = context.Watch(context.ActorOf(RegistryActor.Props(time)));
        foreach (var id in requested)
        {
            registry.Tell(new RegistryActor.Adopt(id));
        }
    }

    /// <summary>Asks the registry to adopt an experiment. A registry that is being started is asked when it is there.</summary>
    public void Request(ExperimentId id)
    {
        requested.Add(id);
        registry?.Tell(new RegistryActor.Adopt(id));
    }

    /// <summary>Whether the registry was asked to adopt an experiment and has not yet confirmed it.</summary>
    public bool IsRequested(ExperimentId id) => requested.Contains(id);

    /// <summary>The registry has been read and holds an experiment.</summary>
    public void Confirm(ExperimentId id)
    {
        adopted.Add(id);
        requested.Remove(id);
    }

    /// <summary>The registry answered.</summary>
    public void Answered()
    {
        IsRead = true;
        failingSince = null;
    }

    /// <summary>Removes an experiment that needs nothing more.</summary>
    public void Release(ExperimentId id)
    {
        if (adopted.Remove(id))
        {
            registry?.Tell(new RegistryActor.Release(id));
        }
    }

    /// <summary>An actor has ended. Gives the time since which the registry fails; null when it was another actor.</summary>
    public DateTimeOffset? Ended(IActorRef actor)
    {
        if (!actor.Equals(registry))
        {
            return null;
        }

        registry = null;
        return failingSince ??= time.GetUtcNow();
    }
}
