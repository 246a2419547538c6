using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// The coordinator's side of the pull protocol for one experiment: its state, the leases of its running runs, and what
/// follows from each message. No actor, no clock, no I/O: the caller persists a step's events, hands each to
/// <see cref="Apply"/>, and then sends the answers; between a step and the last of its events it takes no other message.
/// Leases and rests are kept in memory alone: after a restart every running run gets a fresh lease, and none rests.
/// </summary>
/// <param name="id">The experiment.</param>
/// <param name="rules">What it is run by.</param>
public sealed class ExperimentProtocol(ExperimentId id, ExperimentRules rules)
{
    private readonly Dictionary<RunAttempt, DateTimeOffset> leases = [];
    private readonly Dictionary<int, DateTimeOffset> resting = [];
    private readonly TrainingPace pace = new();
    private readonly FailingWorkers failing = new();
    private readonly CheckLateness checks = new(rules.CheckInterval);
    private bool waitsToBeResumed;
    private RetryExperiment? underRetry;

    /// <summary>The experiment as its events so far make it.</summary>
    public ExperimentState State { get; private set; } = ExperimentState.Empty;

    /// <summary>Whether the experiment was ever submitted.</summary>
    public bool IsKnown => State.Specification is not null;

    /// <summary>Whether runs wait and may be given out now.</summary>
    public bool HasWork(Moment now) => !waitsToBeResumed && !State.Paused && State.Pending.Count > RestingAt(now);

    /// <summary>Whether nothing happens to it unless somebody asks.</summary>
    public bool IsIdle => State.Ended || (waitsToBeResumed && State.Running.IsEmpty) || !IsKnown;

    /// <summary>How many runs stand where.</summary>
    public ExperimentProgress Progress => State.Progress(id);

    /// <summary>How it stands in a list of experiments; null before its submission.</summary>
    public ExperimentSummary? Summary => State.Specification is { } specification
        ? new ExperimentSummary(Progress, specification.Name, State.Priority, State.SubmittedAt)
        : null;

    /// <summary>Takes in an event that is in the journal, also when the journal is read anew.</summary>
    public void Apply(IExperimentEvent @event, Moment now)
    {
        Judge(@event, now);
        State = State.Apply(@event);
        switch (@event)
        {
            case RunsAssigned assigned:
                foreach (var attempt in assigned.Attempts)
                {
                    leases[attempt] = now.Steady + rules.LeaseDuration;
                    resting.Remove(attempt.Run);
                }

                break;
            case RunCompleted completed:
                leases.Remove(completed.Attempt);
                pace.Add(completed.Result.TrainingSeconds);
                break;
            case RunFailed failed:
                leases.Remove(failed.Attempt);
                Rest(failed.Attempt.Run, now);
                break;
            case RunsRequeued requeued:
                foreach (var attempt in requeued.Attempts)
                {
                    leases.Remove(attempt);
                    if (requeued.Cause == RequeueCause.WorkerLost)
                    {
                        Rest(attempt.Run, now);
                    }
                }

                break;
            case ExperimentCancelled:
                leases.Clear();
                resting.Clear();
                break;
        }
    }

    /// <summary>Takes in what the snapshot store has of the events up to one of them.</summary>
    public void Restore(ExperimentSnapshot snapshot, Moment now)
    {
        State = ExperimentState.Of(snapshot);
        foreach (var run in State.Running.Keys)
        {
            leases[new RunAttempt(run, State.Run(run).Attempts)] = now.Steady + rules.LeaseDuration;
        }
    }

    /// <summary>The journal is read to its end: the runs that workers hold have a lease's time to be heard of.</summary>
    public void Recovered(Moment now)
    {
        waitsToBeResumed = IsKnown && !rules.GoesOnByItself;
        resting.Clear();
        failing.Clear();
        foreach (var attempt in leases.Keys.ToList())
        {
            leases[attempt] = now.Steady + rules.LeaseDuration;
        }
    }

    /// <summary>Goes on by itself with what was read from the journal; the runs that workers hold stay with these.</summary>
    public void TakeUp() => waitsToBeResumed = false;

    /// <summary>What a person asks for. It is sent again until it is answered, so that the first of two may have done it already.</summary>
    public ExperimentStep Execute(IExperimentCommand command, Moment now) => command switch
    {
        SubmitExperiment submit when IsKnown && submit.Specification != State.Specification =>
            Refused("another experiment has this id"),
        SubmitExperiment submit => Done(ExperimentDecisions.Submit(State, submit, now.Wall)),
        _ when !IsKnown => Refused("there is no such experiment in the journal"),
        ResumeExperiment resume => Done([.. ExperimentDecisions.Resume(State, resume, now.Wall), .. GoOn(now)]),
        InterruptExperiment => Interrupt(now),
        RetryExperiment retry => Retry(retry, now),
        CancelExperiment when State.Phase == ExperimentPhase.Cancelled => Done([]),
        _ when State.Ended => Refused("it has ended"),
        PauseExperiment pause => Done(ExperimentDecisions.Pause(State, pause, rules.RetryLimits, now.Wall)),
        CancelExperiment cancel => Done(ExperimentDecisions.Cancel(State, cancel, now.Wall)),
        PrioritizeExperiment prioritize => Done(ExperimentDecisions.Prioritize(State, prioritize, now.Wall)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "not a command of an experiment"),
    };

    /// <summary>Gives work to a worker: as many runs as <see cref="ChunkSize"/> says, and none to one on which runs only fail.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="slots">The slots to provide for.</param>
    /// <param name="allSlots">The slots of all workers.</param>
    /// <param name="now">The time.</param>
    public ExperimentStep Give(WorkerId worker, int slots, int allSlots, Moment now)
    {
        if (failing.Rests(worker, State.Running.Values, now.Steady))
        {
            return ExperimentStep.Nothing;
        }

        var pending = HasWork(now) ? State.Pending.Count - resting.Count : 0;
        var count = ChunkSize.For(pending, slots, allSlots, pace.Seconds, AssignRuns.MostRuns);
        var events = ExperimentDecisions.Assign(State, id, worker, count, now.Wall, resting.ContainsKey);
        return events is [RunsAssigned assigned]
            ? new ExperimentStep(events, ToWorker: new AssignRuns(id, State.Specification!.Dataset, [.. assigned.Attempts.Select(Assigned)]))
            : ExperimentStep.Nothing;
    }

    /// <summary>Takes in a worker's report.</summary>
    public ExperimentStep Report(ReportRuns report, Moment now)
    {
        var decision = ExperimentDecisions.Report(State, report, rules.RetryLimits, now.Wall);
        return new ExperimentStep(
            decision.Events,
            decision.Acknowledge ? new ReportAcknowledged(id, report.WorkerId, report.Number) : null);
    }

    /// <summary>Renews the leases of what a worker holds, and withdraws what is no longer its.</summary>
    public ExperimentStep Renew(ImmutableArray<RunAttempt> held, Moment now)
    {
        foreach (var attempt in held.Where(leases.ContainsKey))
        {
            leases[attempt] = now.Steady + rules.LeaseDuration;
        }

        return Stale(held) is { } stale ? new ExperimentStep([], ToWorker: stale) : ExperimentStep.Nothing;
    }

    /// <summary>What each worker held in an earlier state and holds no more.</summary>
    public IEnumerable<(WorkerId Worker, WithdrawRuns Taken)> TakenSince(ExperimentState before) =>
        from run in before.Running
        group new RunAttempt(run.Key, before.Run(run.Key).Attempts) by run.Value into held
        let taken = Stale(held)
        where taken is not null
        select (held.Key, taken);

    /// <summary>Takes back what a worker holds that is gone or goes.</summary>
    public ExperimentStep Release(WorkerId worker, RequeueCause cause, Moment now)
    {
        failing.Forget(worker);
        return new(ExperimentDecisions.Requeue(State, id, worker, cause, rules.RetryLimits, now.Wall));
    }

    /// <summary>Takes back the runs whose leases have lapsed. To be asked for each <see cref="ExperimentRules.CheckInterval"/>.</summary>
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
            ExperimentDecisions.Requeue(State, id, lapsed, RequeueCause.WorkerLost, rules.RetryLimits, now.Wall));
    }

    /// <summary>A checkpoint is in the store: notes it, and tells the worker, who need not send it again.</summary>
    public ExperimentStep CheckpointKept(RunAttempt attempt, int epoch, Moment now) =>
        new(ExperimentDecisions.Checkpoint(State, id, attempt, epoch, now.Wall), new CheckpointStored(id, attempt, epoch));

    private WithdrawRuns? Stale(IEnumerable<RunAttempt> held)
    {
        ImmutableArray<RunAttempt> stale = [.. held.Where(attempt => !State.IsCurrent(attempt))];
        return stale.IsEmpty ? null : new WithdrawRuns(id, stale);
    }

    /// <summary>Takes note of how an attempt ended, of the worker that holds it.</summary>
    private void Judge(IExperimentEvent @event, Moment now)
    {
        switch (@event)
        {
            case RunFailed failed when State.Running.TryGetValue(failed.Attempt.Run, out var worker):
                failing.Failed(worker, now.Steady);
                break;
            case RunCompleted completed when State.Running.TryGetValue(completed.Attempt.Run, out var worker):
                failing.Forget(worker);
                break;
        }
    }

    /// <summary>Lets a run that waits again rest for as long as its setbacks ask for.</summary>
    private void Rest(int run, Moment now)
    {
        var status = State.Run(run);
        if (status is { State: RunState.Pending } && rules.RetryLimits.PauseBefore(status) is var pause && pause > TimeSpan.Zero)
        {
            resting[run] = now.Steady + pause;
        }
    }

    private int RestingAt(Moment now)
    {
        foreach (var (run, until) in resting)
        {
            if (until <= now.Steady)
            {
                resting.Remove(run);
            }
        }

        return resting.Count;
    }

    private AssignedRun Assigned(RunAttempt attempt) =>
        new(attempt.Attempt, State.Points[attempt.Run - 1].Run, State.Run(attempt.Run).CheckpointEpoch);

    private ExperimentStep Interrupt(Moment now)
    {
        waitsToBeResumed = true;
        return Done(RequeueAll(now));
    }

    private ExperimentStep Retry(RetryExperiment command, Moment now)
    {
        var retried = ExperimentDecisions.Retry(State, command, now.Wall);
        if (retried.IsEmpty)
        {
            return command == underRetry && !State.Ended ? Done([]) : Refused("none of its runs has failed or was cancelled");
        }

        underRetry = command;
        return Done([.. GoOn(now), .. retried]);
    }

    /// <summary>Lets an experiment go on that an earlier process left: its workers are gone with that process.</summary>
    private ImmutableArray<IExperimentEvent> GoOn(Moment now)
    {
        var events = waitsToBeResumed ? RequeueAll(now) : [];
        waitsToBeResumed = false;
        return events;
    }

    private ImmutableArray<IExperimentEvent> RequeueAll(Moment now) =>
        ExperimentDecisions.Requeue(State, id, worker: null, RequeueCause.Interrupted, rules.RetryLimits, now.Wall);

    private ExperimentStep Done(ImmutableArray<IExperimentEvent> events) =>
        new(events, new ExperimentCommandDone(id, events.Aggregate(State, (state, @event) => state.Apply(@event)).Progress(id)));

    private ExperimentStep Refused(string reason) => new([], new ExperimentCommandRefused(id, reason));
}
