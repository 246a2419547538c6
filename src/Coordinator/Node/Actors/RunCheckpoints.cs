using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>The child actors of an experiment that store the checkpoints of its runs, one per run, created on demand.</summary>
/// <param name="id">The experiment.</param>
/// <param name="context">The context of the experiment's actor.</param>
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

    /// <summary>Removes a stopped actor, if it is one of these.</summary>
    public void Forget(IActorRef ended)
    {
        foreach (var (run, _) in actors.Where(pair => pair.Value.Equals(ended)).ToList())
        {
            actors.Remove(run);
        }
    }

    /// <summary>
    /// Deletes the checkpoint of a run that no longer needs one. The state does not know every checkpoint: one may be in transit to the store,
    /// or may have arrived after its attempt ended.
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
    /// Deletes a checkpoint that was stored after its run failed or was cancelled, if the state has no checkpoint of the run. A retry of the
    /// run would not use it.
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
