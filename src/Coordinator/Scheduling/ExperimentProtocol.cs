using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// The coordinator's side of the pull protocol for one experiment: its state, the leases of its running runs, and the step that follows
/// from each message. No actor, no clock, no I/O. The caller persists a step's events, passes each to <see cref="Apply"/>, and then sends
/// the answers. It processes no other message between a step and its last event. Leases and pauses are in memory only. After a restart every
/// running run gets a new lease, and no run is delayed.
/// </summary>
/// <param name="id">The experiment.</param>
/// <param name="rules">The limits and strategies that apply to it.</param>
public sealed class ExperimentProtocol(ExperimentId id, ExperimentRules rules)
{
    private readonly Dictionary<RunAttempt, DateTimeOffset> leases = [];
    private readonly Dictionary<int, DateTimeOffset> delayed = [];
    private readonly TrainingPace pace = new();
    private readonly FailingWorkers failing = new();
    private readonly CheckLateness checks = new(rules.CheckInterval);
    private bool isInterrupted;
    private RetryExperiment? lastRetry;

    /// <summary>The state after the events so far.</summary>
    public ExperimentState State { get; private set; } = ExperimentState.Empty;

    /// <summary>Whether the experiment was ever submitted.</summary>
    public bool IsKnown => State.Specification is not null;

    /// <summary>Whether runs wait and may be assigned now.</summary>
    public bool HasWork(Moment now) => !isInterrupted && !State.Paused && State.Pending.Count > CountDelayed(now);

    /// <summary>Whether the experiment changes only on a person's command.</summary>
    public bool IsIdle => State.Ended || (isInterrupted && State.Running.IsEmpty) || !IsKnown;

    /// <summary>The number of runs in each state.</summary>
    public ExperimentProgress Progress => ProgressOf(State);

    /// <summary>Its entry in a list of experiments; null before its submission.</summary>
    public ExperimentSummary? Summary => State.Specification is { } specification
        ? new ExperimentSummary(Progress, specification.Name, State.Priority, State.SubmittedAt)
        : null;

    /// <summary>Applies an event that is in the journal, during recovery too.</summary>
    public void Apply(IExperimentEvent @event, Moment now)
    {
        RecordOutcome(@event, now);
        State = State.Apply(@event);
        switch (@event)
        {
            case RunsAssigned assigned:
                foreach (var attempt in assigned.Attempts)
                {
                    leases[attempt] = now.Steady + rules.LeaseDuration;
                    delayed.Remove(attempt.Run);
                }

                break;
            case RunCompleted completed:
                leases.Remove(completed.Attempt);
                pace.Add(completed.Result.TrainingSeconds);
                break;
            case RunFailed failed:
                leases.Remove(failed.Attempt);
                Delay(failed.Attempt.Run, now);
                break;
            case RunsRequeued requeued:
                foreach (var attempt in requeued.Attempts)
                {
                    leases.Remove(attempt);
                    if (requeued.Cause == RequeueCause.WorkerLost)
                    {
                        Delay(attempt.Run, now);
                    }
                }

                break;
            case ExperimentCancelled:
                leases.Clear();
                delayed.Clear();
                break;
        }
    }

    /// <summary>Restores the state from a snapshot.</summary>
    public void Restore(ExperimentSnapshot snapshot, Moment now)
    {
        State = ExperimentState.FromSnapshot(snapshot);
        foreach (var run in State.Running.Keys)
        {
            leases[new RunAttempt(run, State.Run(run).Attempts)] = now.Steady + rules.LeaseDuration;
        }
    }

    /// <summary>Completes the recovery. Workers that hold runs get a full lease to send updates.</summary>
    public void Recovered(Moment now)
    {
        isInterrupted = IsKnown && !rules.ContinuesByItself;
        delayed.Clear();
        failing.Clear();
        foreach (var attempt in leases.Keys.ToList())
        {
            leases[attempt] = now.Steady + rules.LeaseDuration;
        }
    }

    /// <summary>Resumes by itself after recovery. Workers keep the runs that they hold.</summary>
    public void ContinueRuns() => isInterrupted = false;

    /// <summary>
    /// Carries out a person's command. Clients resend commands until they are answered, so an earlier copy may have been carried out
    /// already.
    /// </summary>
    public ExperimentStep Execute(IExperimentCommand command, Moment now) => command switch
    {
        SubmitExperiment submit when IsKnown && submit.Specification != State.Specification =>
            Refused("another experiment has this id"),
        SubmitExperiment submit when !rules.Searches.Knows(submit.Specification.Search) =>
            Refused($"this coordinator has no search {submit.Specification.Search.Name}"),
        SubmitExperiment submit => Done(ExperimentDecisions.Submit(State, submit, rules, now.Wall)),
        _ when !IsKnown => Refused("there is no such experiment in the journal"),
        ResumeExperiment resume => Done([.. ExperimentDecisions.Resume(State, resume, now.Wall), .. EndInterruption(now)]),
        InterruptExperiment => Interrupt(now),
        RetryExperiment retry => Retry(retry, now),
        ConfirmExperiment confirm => Confirm(confirm, now),
        CancelExperiment when State.Phase == ExperimentPhase.Cancelled => Done([]),
        _ when State.Ended => Refused("it has ended"),
        PauseExperiment pause => Done(ExperimentDecisions.Pause(State, pause, rules, now.Wall)),
        CancelExperiment cancel => Done(ExperimentDecisions.Cancel(State, cancel, now.Wall)),
        PrioritizeExperiment prioritize => Done(ExperimentDecisions.Prioritize(State, prioritize, now.Wall)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "not a command of an experiment"),
    };

    /// <summary>
    /// Assigns runs to a worker, as many as <see cref="ChunkSize"/> allows, and none to a worker on which runs only fail.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="slots">The slots to fill.</param>
    /// <param name="allSlots">The slots of all workers.</param>
    /// <param name="now">The time.</param>
    public ExperimentStep Assign(WorkerId worker, int slots, int allSlots, Moment now)
    {
        if (failing.IsPaused(worker, State.Running.Values, now.Steady))
        {
            return ExperimentStep.Nothing;
        }

        var pending = HasWork(now) ? State.Pending.Count - delayed.Count : 0;
        var count = ChunkSize.For(pending, slots, allSlots, pace.Seconds, AssignRuns.MaxRuns);
        var events = ExperimentDecisions.Assign(State, id, worker, count, now.Wall, delayed.ContainsKey);
        return events is [RunsAssigned assigned]
            ? new ExperimentStep(events, ToWorker: Assignment(assigned.Attempts))
            : ExperimentStep.Nothing;
    }

    /// <summary>Processes a worker's update.</summary>
    public ExperimentStep Update(UpdateRuns update, Moment now)
    {
        var decision = ExperimentDecisions.Update(State, update, rules, now.Wall);
        return new ExperimentStep(
            decision.Events,
            decision.Acknowledge ? new UpdateAcknowledged(id, update.WorkerId, update.Number) : null);
    }

    /// <summary>Renews the leases of the runs that a worker holds, and withdraws those that it no longer owns.</summary>
    public ExperimentStep Renew(ImmutableArray<RunAttempt> held, Moment now)
    {
        foreach (var attempt in held.Where(leases.ContainsKey))
        {
            leases[attempt] = now.Steady + rules.LeaseDuration;
        }

        return Stale(held) is { } stale ? new ExperimentStep([], ToWorker: stale) : ExperimentStep.Nothing;
    }

    /// <summary>The runs that each worker held in an earlier state and no longer holds.</summary>
    public IEnumerable<(WorkerId Worker, WithdrawRuns Taken)> WithdrawnSince(ExperimentState before) =>
        from run in before.Running
        group new RunAttempt(run.Key, before.Run(run.Key).Attempts) by run.Value into held
        let taken = Stale(held)
        where taken is not null
        select (held.Key, taken);

    /// <summary>Requeues the runs of a worker that is lost or leaves.</summary>
    public ExperimentStep Release(WorkerId worker, RequeueCause cause, Moment now)
    {
        failing.Forget(worker);
        return new(ExperimentDecisions.Requeue(State, id, worker, cause, rules, now.Wall));
    }

    /// <summary>Requeues the runs whose leases have expired. Called every <see cref="ExperimentRules.CheckInterval"/>.</summary>
    public ExperimentStep CheckLeases(Moment now)
    {
        if (checks.Record(now.Steady) is var late && late > TimeSpan.Zero)
        {
            foreach (var attempt in leases.Keys.ToList())
            {
                leases[attempt] += late;
            }
        }

        var lapsed = leases.Where(pair => pair.Value < now.Steady).Select(pair => pair.Key).ToList();
        return new ExperimentStep(
            ExperimentDecisions.Requeue(State, id, lapsed, RequeueCause.WorkerLost, rules, now.Wall));
    }

    /// <summary>Records a stored checkpoint, and confirms it to the worker.</summary>
    public ExperimentStep RecordCheckpoint(RunAttempt attempt, int epoch, Moment now) =>
        new(ExperimentDecisions.Checkpoint(State, id, attempt, epoch, now.Wall), new CheckpointStored(id, attempt, epoch));

    private WithdrawRuns? Stale(IEnumerable<RunAttempt> held)
    {
        ImmutableArray<RunAttempt> stale = [.. held.Where(attempt => !State.IsCurrent(attempt))];
        return stale.IsEmpty ? null : new WithdrawRuns(id, stale);
    }

    /// <summary>Records for the worker how an attempt ended.</summary>
    private void RecordOutcome(IExperimentEvent @event, Moment now)
    {
        switch (@event)
        {
            case RunFailed failed when State.Running.TryGetValue(failed.Attempt.Run, out var worker):
                failing.RecordFailure(worker, now.Steady);
                break;
            case RunCompleted completed when State.Running.TryGetValue(completed.Attempt.Run, out var worker):
                failing.Forget(worker);
                break;
        }
    }

    /// <summary>Delays a requeued run by the pause that its failures require.</summary>
    private void Delay(int run, Moment now)
    {
        var status = State.Run(run);
        if (status is { State: RunState.Pending } && rules.RetryLimits.PauseBefore(status) is var pause && pause > TimeSpan.Zero)
        {
            delayed[run] = now.Steady + pause;
        }
    }

    private int CountDelayed(Moment now)
    {
        foreach (var (run, until) in delayed)
        {
            if (until <= now.Steady)
            {
                delayed.Remove(run);
            }
        }

        return delayed.Count;
    }

    private AssignRuns Assignment(ImmutableArray<RunAttempt> attempts) => new(
        id,
        State.Specification!.Dataset,
        [.. attempts.Select(attempt => new AssignedRun(attempt.Attempt, State.Specifications[attempt.Run - 1], State.Run(attempt.Run).CheckpointEpoch))],
        [.. State.Specification.Trainable.Metrics.Select(metric => metric.Name)]);

    private ExperimentStep Interrupt(Moment now)
    {
        isInterrupted = true;
        return Done(RequeueAll(now));
    }

    private ExperimentStep Retry(RetryExperiment command, Moment now)
    {
        var retried = ExperimentDecisions.Retry(State, command, now.Wall);
        if (retried.IsEmpty)
        {
            return command == lastRetry && !State.Ended ? Done([]) : Refused("none of its runs has failed or was cancelled");
        }

        lastRetry = command;
        return Done([.. EndInterruption(now), .. retried]);
    }

    private ExperimentStep Confirm(ConfirmExperiment command, Moment now)
    {
        var decision = ExperimentDecisions.Confirm(State, command, now.Wall);
        return decision.Refusal is { } reason ? Refused(reason) : Done([.. EndInterruption(now), .. decision.Events]);
    }

    /// <summary>Ends an interruption. Requeues the runs that workers of the earlier process held.</summary>
    private ImmutableArray<IExperimentEvent> EndInterruption(Moment now)
    {
        var events = isInterrupted ? RequeueAll(now) : [];
        isInterrupted = false;
        return events;
    }

    private ImmutableArray<IExperimentEvent> RequeueAll(Moment now) =>
        ExperimentDecisions.Requeue(State, id, worker: null, RequeueCause.Interrupted, rules, now.Wall);

    private ExperimentStep Done(ImmutableArray<IExperimentEvent> events) =>
        new(events, new ExperimentCommandDone(id, ProgressOf(events.Aggregate(State, (state, @event) => state.Apply(@event)))));

    private ExperimentProgress ProgressOf(ExperimentState state) => state.Progress(
        id, state.Specification is { } specification ? rules.Searches.Find(specification.Search)?.MaxRuns(specification) ?? 0 : 0);

    private ExperimentStep Refused(string reason) => new([], new ExperimentCommandRefused(id, reason));
}
