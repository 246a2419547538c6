using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>What an experiment's actor tells its coordinator. It repeats nothing that has not changed.</summary>
/// <param name="id">The experiment.</param>
/// <param name="coordinator">The coordinator.</param>
internal sealed class CoordinatorNotifier(ExperimentId id, IActorRef coordinator)
{
    private int? announcedPriority;
    private bool hasWritten;

    /// <summary>Tells the coordinator the experiment's summary.</summary>
    public void Notify(ExperimentSummary summary)
    {
        CoordinatorMetrics.Show(summary.Progress);
        coordinator.Tell(summary);
    }

    /// <summary>Tells the coordinator that runs wait, unless the coordinator knows it.</summary>
    public void NotifyWork(int priority)
    {
        if (announcedPriority != priority)
        {
            announcedPriority = priority;
            coordinator.Tell(new WorkAvailable(id, priority));
        }
    }

    /// <summary>The last assignment left no run waiting, so the next waiting run is announced again.</summary>
    public void ForgetWork() => announcedPriority = null;

    /// <summary>Tells the coordinator that the journal stored an event, once.</summary>
    public void NotifyWrite()
    {
        if (!hasWritten)
        {
            hasWritten = true;
            coordinator.Tell(new EventPersisted(id));
        }
    }

    /// <summary>Tells the coordinator that the journal holds nothing of the experiment.</summary>
    public void NotifyUnknown() => coordinator.Tell(new ExperimentUnknown(id));

    /// <summary>Tells the coordinator that the actor has nothing to do.</summary>
    public void NotifyIdle() => coordinator.Tell(new ExperimentIdle(id));

    /// <summary>Tells the coordinator why the actor ends.</summary>
    public void NotifyFailure(string reason, FailureRecovery recovery) => coordinator.Tell(new ExperimentFailed(id, reason, recovery));
}
