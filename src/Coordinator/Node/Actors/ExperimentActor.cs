using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using NNOptim.Experiments;
using NNOptim.Hosting;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The only writer of one experiment's stream. It passes each message to the <see cref="ExperimentProtocol"/> and persists the resulting
/// events. Only then it acknowledges, assigns or reports progress. When the journal fails it stops and its parent restarts it. The recovery
/// shows which events the journal stored.
/// </summary>
public sealed class ExperimentActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>How long an actor without the right to write lives to refuse messages.</summary>
    private static readonly TimeSpan RefusalDuration = TimeSpan.FromSeconds(1);

    private readonly ExperimentId id;
    private readonly CoordinatorSettings settings;
    private readonly TimeProvider time;
    private readonly SteadyClock clock;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly ExperimentRules rules;
    private readonly ExperimentProtocol protocol;
    private readonly StreamRight right;
    private readonly CoordinatorNotifier notifier;
    private readonly RunCheckpoints checkpoints;
    private readonly ExperimentTrace trace;
    private readonly SnapshotSchedule snapshots;
    private readonly ExperimentWatchers watchers = new();
    private readonly Dictionary<WorkerId, IActorRef> workers = [];
    private bool progressChanged;
    private long replayed;
    private DateTimeOffset lastQueryAt;

    /// <summary>Creates the actor of an experiment. It replays the events before it handles a message.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="settings">The coordinator's settings.</param>
    /// <param name="continues">Whether it continues the journal's runs by itself.</param>
    /// <param name="time">The clock.</param>
    public ExperimentActor(ExperimentId id, CoordinatorSettings settings, bool continues, TimeProvider time)
    {
        this.id = id;
        this.settings = settings;
        this.time = time;
        clock = new SteadyClock(time);
        rules = new ExperimentRules
        {
            LeaseDuration = settings.LeaseDuration,
            RetryLimits = settings.RetryLimits,
            ContinuesByItself = continues,
        };
        protocol = new ExperimentProtocol(id, rules);
        notifier = new CoordinatorNotifier(id, Context.Parent);
        checkpoints = new RunCheckpoints(id, Context);
        trace = new ExperimentTrace(id);
        snapshots = new SnapshotSchedule(settings.EventsPerSnapshot);
        right = StreamRight.Take(id, settings.Locks, log);
        PersistenceId = ExperimentStream.NameOf(id);
        if (right.Refusal is { } refusal)
        {
            CommandAny(message => Refuse(message, refusal));
            return;
        }

        trace.BeginRecovery();
        ReplayEvents();
        HandleCommands();
        HandleWorkers();
        HandleJournal();
        Command<CheckLeases>(_ => OnCheckLeases());
        Command<NotifyProgress>(_ => OnNotifyProgress());
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Without the right to write the stream the actor does not read it either.</summary>
    public override Recovery Recovery => right.Refusal is null ? base.Recovery : Recovery.None;

    /// <summary>The props of an experiment's actor.</summary>
    public static Props Props(ExperimentId id, CoordinatorSettings settings, bool continues, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExperimentActor(id, settings, continues, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        var self = Self;
        right.OnLost(() => self.Tell(RightLost.Instance));
        if (right.Refusal is not null)
        {
            Context.SetReceiveTimeout(RefusalDuration);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        right.Dispose();
        CoordinatorMetrics.Forget(id);
        base.PostStop();
    }

    /// <inheritdoc/>
    protected override void OnReplaySuccess()
    {
        if (right.Refusal is not null)
        {
            return;
        }

        lastQueryAt = clock.Now;
        protocol.Recovered(Now());
        if (protocol is { IsKnown: true, State.Ended: false })
        {
            trace.EndRecovery(LastSequenceNr);
        }

        Timers.StartPeriodicTimer(nameof(CheckLeases), CheckLeases.Instance, rules.CheckInterval);
        Timers.StartPeriodicTimer(nameof(NotifyProgress), NotifyProgress.Instance, settings.ProgressInterval);
        NotifyWork();
        NotifySummary();
        if (!protocol.IsKnown)
        {
            notifier.NotifyUnknown();
        }
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var isUnreadable = !DatabaseFailure.Is(reason) && reason is not RecoveryTimedOutException;
        log.Error(reason, "Experiment {Experiment} could not be read from the journal", id);
        notifier.NotifyFailure(
            isUnreadable
                ? $"event {LastSequenceNr + 1} of its stream {PersistenceId} cannot be read: {reason.Message}"
                : $"the journal could not be read: {reason.Message}",
            isUnreadable ? FailureRecovery.None : FailureRecovery.Restart);
        base.OnRecoveryFailure(reason, message);
    }

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        log.Error(cause, "Event {SequenceNr} of experiment {Experiment} could not be written to the journal", sequenceNr, id);
        trace.Fail(cause);
        notifier.NotifyFailure($"the journal could not be written: {cause.Message}", FailureRecovery.Restart);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        log.Error(cause, "The journal rejected event {SequenceNr} of experiment {Experiment}", sequenceNr, id);
        trace.Fail(cause);
        Stop($"the journal rejected an event: {cause.Message}", FailureRecovery.Restart);
    }

    private void ReplayEvents()
    {
        Recover<SnapshotOffer>(offer =>
        {
            replayed = offer.Metadata.SequenceNr;
            snapshots.Stored(replayed);
            protocol.Restore((ExperimentSnapshot)offer.Snapshot, Now());
        });
        Recover<IExperimentEvent>(@event =>
        {
            if (LastSequenceNr != ++replayed || @event.ExperimentId != id)
            {
                throw new InvalidDataException($"Row {replayed} of {PersistenceId} is missing from the journal.");
            }

            protocol.Apply(@event, Now());
        });
    }

    private void HandleCommands()
    {
        Command<DataChecked>(OnDataChecked);
        Command<IExperimentCommand>(OnCommand);
        Command<ContinueRuns>(_ =>
        {
            protocol.ContinueRuns();
            NotifyWork();
        });
        Command<WatchExperiment>(_ => OnWatch());
        Command<DescribeExperiment>(_ => OnDescribe());
    }

    private void HandleWorkers()
    {
        Command<AssignWork>(OnAssignWork);
        Command<UpdateRuns>(OnUpdate);
        Command<LeasesRenewed>(OnRenewal);
        Command<WorkerRemoved>(OnWorkerRemoved);
        Command<StoreCheckpoint>(OnStoreCheckpoint);
        Command<CheckpointSaved>(OnCheckpointSaved);
        Command<RequestCheckpoint>(request => checkpoints.ActorFor(request.Attempt.Run).Forward(request));
        Command<Terminated>(terminated => checkpoints.Forget(terminated.ActorRef));
    }

    private void HandleJournal()
    {
        Command<RightLost>(_ => Stop("the connection to the journal's database was lost, and the right to write with it", FailureRecovery.Restart));
        Command<SaveSnapshotSuccess>(saved => DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1)));
        Command<SaveSnapshotFailure>(failure => log.Warning(
            failure.Cause, "A snapshot of experiment {Experiment} could not be stored; its events can", id));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(_ => { });
    }

    private void OnCommand(IExperimentCommand command)
    {
        lastQueryAt = clock.Now;
        if (DataOf(command) is not { } dataset)
        {
            Execute(command);
            return;
        }

        DataCheck.AskAsync(dataset, Context.Parent).PipeTo(
            Self,
            Sender,
            success: missing => new DataChecked(command, missing),
            failure: error => new DataChecked(command, $"whether its data can be had could not be found out: {error.Message}"));
    }

    /// <summary>
    /// The file that a command needs; null when it needs none. Runs are put into the queue again only where workers can have their
    /// data: otherwise each would fail after three attempts.
    /// </summary>
    private DatasetSpecification? DataOf(IExperimentCommand command) =>
        settings.IsPermanent && command is ResumeExperiment or RetryExperiment or ConfirmExperiment && protocol.State.Specification?.Dataset is { Sha256: not null } dataset
            ? dataset
            : null;

    private void OnDataChecked(DataChecked check)
    {
        if (check.Missing is { } reason)
        {
            Sender.Tell(new ExperimentCommandRefused(id, reason));
        }
        else
        {
            Execute(check.Command);
        }
    }

    private void Execute(IExperimentCommand command)
    {
        var before = protocol.State;
        var step = protocol.Execute(command, Now());
        var span = trace.Begin(step, command);
        Carry(step, span: span, then: () =>
        {
            NotifySummary();
            Withdraw(before);
            NotifyIdleIfUnknown();
        });
    }

    /// <summary>Withdraws the runs that a command took from workers at once. Until the next renewal of a lease they would keep slots busy.</summary>
    private void Withdraw(ExperimentState before)
    {
        foreach (var (id, withdrawn) in protocol.WithdrawnSince(before))
        {
            workers.GetValueOrDefault(id)?.Tell(withdrawn);
        }
    }

    private void OnUpdate(UpdateRuns update)
    {
        var step = protocol.Update(update, Now());
        Carry(step, span: trace.Begin(step, update));
    }

    private void OnWatch()
    {
        lastQueryAt = clock.Now;
        if (protocol.IsKnown)
        {
            watchers.Add(Sender, clock.Now);
            Sender.Tell(protocol.Progress);
        }
        else
        {
            Sender.Tell(new ExperimentCommandRefused(id, "there is no such experiment in the journal"));
            NotifyIdleIfUnknown();
        }
    }

    private void OnDescribe()
    {
        lastQueryAt = clock.Now;
        Sender.Tell(protocol.Summary is { } summary
            ? new ExperimentList([summary])
            : new ExperimentCommandRefused(id, "there is no such experiment in the journal"));
        NotifyIdleIfUnknown();
    }

    private void OnAssignWork(AssignWork assign)
    {
        var coordinator = Sender;
        workers[assign.Worker] = assign.WorkerActor;
        var step = protocol.Assign(assign.Worker, assign.Slots, assign.AllSlots, Now());
        var assignment = step.ToWorker as AssignRuns;
        var count = assignment?.Runs.Length ?? 0;
        var span = trace.Begin(step, assign);
        if (span is not null && assignment is not null)
        {
            step = step with { ToWorker = assignment with { Runs = [.. assignment.Runs.Select(run => run with { Span = Telemetry.IdOf(span) })] } };
        }

        Carry(step, assign.WorkerActor, span: span, then: () =>
        {
            if (!protocol.HasWork(Now()))
            {
                notifier.ForgetWork();
            }

            coordinator.Tell(new WorkAssigned(id, assign.Worker, count, protocol.HasWork(Now())));
        });
    }

    private void OnRenewal(LeasesRenewed renewed)
    {
        workers[renewed.Worker] = renewed.WorkerActor;
        Carry(protocol.Renew(renewed.Held.Attempts, Now()), renewed.WorkerActor);
    }

    private void OnWorkerRemoved(WorkerRemoved removed)
    {
        var coordinator = Sender;
        workers.Remove(removed.Worker);
        Carry(protocol.Release(removed.Worker, removed.Cause, Now()), then: () => coordinator.Tell(new WorkerRunsReleased(id, removed.Worker, removed.Cause)));
    }

    private void OnStoreCheckpoint(StoreCheckpoint part)
    {
        if (protocol.State.IsCurrent(part.Attempt))
        {
            checkpoints.ActorFor(part.Attempt.Run).Forward(part);
        }
        else
        {
            Sender.Tell(new CheckpointStored(id, part.Attempt, part.Epoch));
        }
    }

    private void OnCheckpointSaved(CheckpointSaved saved)
    {
        Carry(protocol.RecordCheckpoint(saved.Attempt, saved.Epoch, Now()), replyTo: saved.Worker);
        checkpoints.AfterSaved(saved.Attempt, protocol.State);
    }

    private void OnCheckLeases()
    {
        var step = protocol.CheckLeases(Now());
        if (!step.Events.IsEmpty)
        {
            CoordinatorMetrics.Lapsed(step.Events.OfType<RunsRequeued>().Sum(requeued => requeued.Attempts.Length));
            log.Warning("Leases of experiment {Experiment} lapsed: {Events}", id, step.Events.Length);
            Carry(step);
        }
    }

    private void OnNotifyProgress()
    {
        if (progressChanged)
        {
            progressChanged = false;
            watchers.Notify(protocol.Progress);
            NotifySummary();
        }

        watchers.RemoveSilent(clock.Now);
        // The rest of a run that failed may be over.
        NotifyWork();
        if (protocol.IsIdle && watchers.IsEmpty && clock.Now - lastQueryAt > settings.IdleDuration)
        {
            notifier.NotifyIdle();
        }
    }

    /// <summary>Persists and applies a step's events, then acts and sends the answers. Without events it does so at once.</summary>
    private void Carry(ExperimentStep step, IActorRef? worker = null, Action? then = null, IActorRef? replyTo = null, Activity? span = null)
    {
        var sender = replyTo ?? Sender;
        trace.Write(span);
        PersistThen(step.Events, () =>
        {
            span?.Dispose();
            // This comes before the answers. A worker's next request must not overtake the result of its last one.
            then?.Invoke();
            if (step.Reply is { } reply)
            {
                sender.Tell(reply);
            }

            if (step.ToWorker is { } message)
            {
                worker?.Tell(message);
            }

            NotifyWork();
        });
    }

    private void PersistThen(ImmutableArray<IExperimentEvent> events, Action act)
    {
        if (events.IsEmpty)
        {
            act();
            return;
        }

        var left = events.Length;
        var started = time.GetTimestamp();
        PersistAll(events, @event =>
        {
            protocol.Apply(@event, Now());
            checkpoints.After(@event, protocol.State);
            if (--left == 0)
            {
                progressChanged = true;
                notifier.NotifyWrite();
                CoordinatorMetrics.Persisted(events, time.GetElapsedTime(started));
                act();
                SaveSnapshotIfDue();
                if (protocol.State.Ended)
                {
                    OnNotifyProgress();
                }
            }
        });
    }

    private void SaveSnapshotIfDue()
    {
        if (snapshots.IsDue(LastSequenceNr, protocol.State.Runs.Count))
        {
            snapshots.Stored(LastSequenceNr);
            SaveSnapshot(protocol.State.Snapshot(id) with { LastEvent = LastSequenceNr });
        }
    }

    private void NotifyWork()
    {
        if (protocol.HasWork(Now()))
        {
            notifier.NotifyWork(protocol.State.Priority);
        }
    }

    private void NotifySummary()
    {
        if (protocol.Summary is { } summary)
        {
            notifier.Notify(summary);
        }
    }

    private void NotifyIdleIfUnknown()
    {
        if (!protocol.IsKnown)
        {
            notifier.NotifyIdle();
        }
    }

    private void Refuse(object message, ExperimentFailed refusal)
    {
        if (refusal.Recovery == FailureRecovery.WaitForOtherProcess && message is IExperimentCommand or WatchExperiment or DescribeExperiment)
        {
            Sender.Tell(new ExperimentCommandRefused(id, refusal.Reason));
        }

        Stop(refusal.Reason, refusal.Recovery);
    }

    private void Stop(string reason, FailureRecovery recovery)
    {
        notifier.NotifyFailure(reason, recovery);
        Context.Stop(Self);
    }

    private Moment Now() => new(time.GetUtcNow(), clock.Now);

    private sealed record DataChecked(IExperimentCommand Command, string? Missing);

    private sealed record RightLost
    {
        public static RightLost Instance { get; } = new();
    }

    private sealed record CheckLeases
    {
        public static CheckLeases Instance { get; } = new();
    }

    private sealed record NotifyProgress
    {
        public static NotifyProgress Instance { get; } = new();
    }
}
