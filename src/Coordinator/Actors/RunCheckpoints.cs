using Akka.Actor;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Lifecycle;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>The children of an experiment that keep its runs' checkpoints, one a run, made as they are needed.</summary>
/// <param name="id">The experiment.</param>
/// <param name="context">The experiment's context.</param>
internal sealed class RunCheckpoints(ExperimentId id, IActorContext context)
{
    private readonly Dictionary<int, IActorRef> actors = [];

    /// <summary>The actor of a run's checkpoint.</summary>
    public IActorRef Of(int run)
    {
        if (!actors.TryGetValue(run, out var actor))
        {
            actors[run] = actor = context.Watch(context.ActorOf(RunCheckpointActor.Props(id, run)));
        }

        return actor;
    }

    /// <summary>An actor has ended, whichever it was.</summary>
    public void Forget(IActorRef ended)
    {
        foreach (var (run, _) in actors.Where(pair => pair.Value.Equals(ended)).ToList())
        {
            actors.Remove(run);
        }
    }

    /// <summary>Deletes the checkpoint of a run that needs none any more.</summary>
    public void After(IExperimentEvent @event, ExperimentState state)
    {
        if (@event is RunCompleted { Attempt.Run: var run } && state.Run(run).CheckpointEpoch > 0)
        {
            Of(run).Tell(RunCheckpointActor.Delete.Instance);
        }
    }
}
