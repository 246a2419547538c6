using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>The children of an experiment that keep its runs' checkpoints, one a run, made as they are needed.</summary>
/// <param name="id">The experiment.</param>
/// <param name="context">The experiment's context.</param>
internal sealed class RunCheckpoints(ExperimentId id, IActorContext context)
{
    private readonly Dictionary<int, IActorRef> actors = [];

    /// <summary>The actor of a run's checkpoint.</summary>
    public IActorRef ActorFor(int run)
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

    /// <summary>
    /// Deletes the checkpoint of a run that needs none any more. The state does not know of every one: it may be on its way into
    /// the store now, or have come there after its attempt was over.
    /// </summary>
    public void After(IExperimentEvent @event, ExperimentState state)
    {
        if (@event is RunCompleted { Attempt.Run: var run }
            && (actors.ContainsKey(run) || state.Run(run) is { CheckpointEpoch: > 0 } or { Attempts: > 1 }))
        {
            Delete(run);
        }
    }

    /// <summary>
    /// Deletes what came into the store after its run had failed or was cancelled, where the state knows of no checkpoint: it would
    /// not be used if the run were tried again.
    /// </summary>
    public void AfterSaved(RunAttempt attempt, ExperimentState state)
    {
        if (state.Run(attempt.Run) is { State: RunState.Failed or RunState.Cancelled, CheckpointEpoch: 0 })
        {
            Delete(attempt.Run);
        }
    }

    private void Delete(int run) => ActorFor(run).Tell(RunCheckpointActor.Delete.Instance);
}
