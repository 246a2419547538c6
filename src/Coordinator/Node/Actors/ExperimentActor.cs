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
/// One an experiment: the only writer of its stream. Puts each message to the <see cref="ExperimentProtocol"/>, persists
/// the events that follow, and only then acknowledges, assigns or tells of progress. When the journal fails it stops, and
/// its parent starts it again: the journal knows then what was written and what was not.
/// </summary>
public sealed class ExperimentActor : ReceivePersistentActor, IWithTimers
{
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(1);

    /// <summary>Watchers ask again every few seconds; one that ended without a word is forgotten after this time.</summary>
    private static readonly TimeSpan WatcherPatience = TimeSpan.FromSeconds(15);

    private readonly ExperimentId id;
    private readonly CoordinatorSettings settings;
    private readonly TimeProvider time;
    private readonly SteadyClock clock;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly ExperimentRules rules;
    private readonly ExperimentProtocol protocol;
    private readonly RunCheckpoints checkpoints;
    private readonly Dictionary<IActorRef, DateTimeOffset> watchers = [];
    private readonly Dictionary<WorkerId, IActorRef> workers = [];
    private readonly ExperimentLock? ownLock;
    private readonly Activity? recovery;
    private Activity? writing;
    private ulong root;
    private int? announcedPriority;
    private bool progressChanged;
    private bool hasWritten;
    private long snapshotAt;
    private long recovered;
    private DateTimeOffset lastAskedFor;

    /// <summary>Makes the experiment's actor; its events are replayed before any message is handled.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="settings">The coordinator's settings.</param>
    /// <param name="goesOn">Whether it goes on by itself with what the journal has of it.</param>
    /// <param name="time">The clock.</param>
    public ExperimentActor(ExperimentId id, CoordinatorSettings settings, bool goesOn, TimeProvider time)
    {
        this.id = id;
        this.settings = settings;
        this.time = time;
        clock = new SteadyClock(time);
        rules = new ExperimentRules
        {
            LeaseDuration = settings.LeaseDuration,
            RetryLimits = settings.RetryLimits,
            GoesOnByItself = goesOn,
        };
        protocol = new ExperimentProtocol(id, rules);
        checkpoints = new RunCheckpoints(id, Context);
        PersistenceId = ExperimentStream.NameOf(id);
        if (!TryTakeLock(out ownLock, out var broke))
        {
            CommandAny(message => OnMessageWithoutRight(message, broke));
            return;
        }

        recovery = Telemetry.Start("recover", id, ActivityKind.Internal);
        Recover<SnapshotOffer>(offer =>
        {
            recovered = snapshotAt = offer.Metadata.SequenceNr;
            protocol.Restore((ExperimentSnapshot)offer.Snapshot, Now());
        });
        Recover<IExperimentEvent>(@event =>
        {
            if (LastSequenceNr != ++recovered || @event.ExperimentId != id)
            {
                throw new InvalidDataException($"Row {recovered} of {PersistenceId} is missing from the journal.");
            }

            protocol.Apply(@event, Now());
        });

        Command<DataChecked>(OnDataChecked);
        Command<IExperimentCommand>(OnCommand);
        Command<TakeUp>(_ =>
        {
            protocol.TakeUp();
            TellOfWork();
        });
        Command<WatchExperiment>(_ => OnWatch());
        Command<DescribeExperiment>(_ => OnDescribe());
        Command<Terminated>(OnTerminated);

        Command<GiveWork>(OnGiveWork);
        Command<ReportRuns>(OnReport);
        Command<LeasesRenewed>(OnRenewal);
        Command<WorkerGone>(OnWorkerGone);
        Command<StoreCheckpoint>(OnStoreCheckpoint);
        Command<CheckpointSaved>(OnCheckpointSaved);
        Command<RequestCheckpoint>(request => checkpoints.ActorFor(request.Attempt.Run).Forward(request));

        Command<LockLost>(_ => Break("the connection to the journal's database was lost, and the right to write with it", BreakRemedy.StartAgain));
        Command<SaveSnapshotSuccess>(saved => DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1)));
        Command<SaveSnapshotFailure>(failure => log.Warning(
            failure.Cause, "A snapshot of experiment {Experiment} could not be stored; its events can", id));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(_ => { });
        Command<CheckLeases>(_ => OnCheckLeases());
        Command<TellProgress>(_ => OnTellProgress());
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Without the right to the stream not even its events are read.</summary>
    public override Recovery Recovery => HasRight ? base.Recovery : Recovery.None;

    private bool HasRight => settings.Locks is null || ownLock is not null;

    /// <summary>The recipe for an experiment's actor.</summary>
    public static Props Props(ExperimentId id, CoordinatorSettings settings, bool goesOn, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExperimentActor(id, settings, goesOn, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        var self = Self;
        ownLock?.Lost.Register(() => self.Tell(LockLost.Instance));
        if (!HasRight)
        {
            Context.SetReceiveTimeout(LongestRefusal);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        ownLock?.Dispose();
        CoordinatorMetrics.Forget(id);
        base.PostStop();
    }

    /// <inheritdoc/>
    protected override void OnReplaySuccess()
    {
        if (!HasRight)
        {
            return;
        }

        lastAskedFor = clock.Now;
        protocol.Recovered(Now());
        ShowRecovery();
        Timers.StartPeriodicTimer(nameof(CheckLeases), CheckLeases.Instance, rules.CheckInterval);
        Timers.StartPeriodicTimer(nameof(TellProgress), TellProgress.Instance, settings.ProgressInterval);
        TellOfWork();
        TellCoordinator();
        if (!protocol.IsKnown)
        {
            Context.Parent.Tell(new ExperimentUnknown(id));
        }
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var unreadable = !DatabaseFailure.Is(reason) && reason is not RecoveryTimedOutException;
        log.Error(reason, "Experiment {Experiment} could not be read from the journal", id);
        TellOfBreak(
            unreadable
                ? $"event {LastSequenceNr + 1} of its stream {PersistenceId} cannot be read: {reason.Message}"
                : $"the journal could not be read: {reason.Message}",
            unreadable ? BreakRemedy.None : BreakRemedy.StartAgain);
        base.OnRecoveryFailure(reason, message);
    }

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        log.Error(cause, "Event {SequenceNr} of experiment {Experiment} could not be written to the journal", sequenceNr, id);
        writing?.SetStatus(ActivityStatusCode.Error, cause.Message).Dispose();
        TellOfBreak($"the journal could not be written: {cause.Message}", BreakRemedy.StartAgain);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        log.Error(cause, "The journal rejected event {SequenceNr} of experiment {Experiment}", sequenceNr, id);
        writing?.SetStatus(ActivityStatusCode.Error, cause.Message).Dispose();
        Break($"the journal rejected an event: {cause.Message}", BreakRemedy.StartAgain);
    }

    private void OnCommand(IExperimentCommand command)
    {
        lastAskedFor = clock.Now;
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
        settings.IsLasting && command is ResumeExperiment or RetryExperiment && protocol.State.Specification?.Dataset is { Sha256: not null } dataset
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
        var span = SpanOf(step, command is SubmitExperiment ? "submit" : "steer", ActivityKind.Internal, root)
            ?.SetTag("nnoptim.command", command.GetType().Name)
            .SetTag("nnoptim.experiment.name", (command as SubmitExperiment)?.Specification.Name);
        root = root == 0 ? Telemetry.IdOf(span) : root;
        Carry(step, span: span, then: () =>
        {
            TellCoordinator();
            Withdraw(before);
            StopUnlessKnown();
        });
    }

    /// <summary>Tells the workers at once of what a command took from them, and not when they renew their leases: it keeps their slots.</summary>
    private void Withdraw(ExperimentState before)
    {
        foreach (var (id, withdrawn) in protocol.TakenSince(before))
        {
            workers.GetValueOrDefault(id)?.Tell(withdrawn);
        }
    }

    private void OnReport(ReportRuns report)
    {
        var step = protocol.Report(report, Now());
        Carry(step, span: SpanOf(step, "persist", ActivityKind.Internal, report.Runs.Select(run => run.Span))
            ?.SetTag("nnoptim.worker", report.WorkerId.Value)
            .SetTag("nnoptim.runs", report.Runs.Length));
    }

    private void OnWatch()
    {
        lastAskedFor = clock.Now;
        if (protocol.IsKnown)
        {
            watchers[Sender] = clock.Now;
            Sender.Tell(protocol.Progress);
        }
        else
        {
            Sender.Tell(new ExperimentCommandRefused(id, "there is no such experiment in the journal"));
            StopUnlessKnown();
        }
    }

    private void OnDescribe()
    {
        lastAskedFor = clock.Now;
        Sender.Tell(protocol.Summary is { } summary
            ? new ExperimentList([summary])
            : new ExperimentCommandRefused(id, "there is no such experiment in the journal"));
        StopUnlessKnown();
    }

    private void OnTerminated(Terminated terminated)
    {
        checkpoints.Forget(terminated.ActorRef);
    }

    private void OnGiveWork(GiveWork give)
    {
        var coordinator = Sender;
        workers[give.Worker] = give.WorkerActor;
        var step = protocol.Give(give.Worker, give.Slots, give.AllSlots, Now());
        var assignment = step.ToWorker as AssignRuns;
        var count = assignment?.Runs.Length ?? 0;
        var span = SpanOf(step, "assign", ActivityKind.Producer, root)?.SetTag("nnoptim.worker", give.Worker.Value).SetTag("nnoptim.runs", count);
        if (span is not null && assignment is not null)
        {
            step = step with { ToWorker = assignment with { Runs = [.. assignment.Runs.Select(run => run with { Span = Telemetry.IdOf(span) })] } };
        }

        Carry(step, give.WorkerActor, span: span, then: () =>
        {
            announcedPriority = protocol.HasWork(Now()) ? announcedPriority : null;
            coordinator.Tell(new WorkGiven(id, give.Worker, count, protocol.HasWork(Now())));
        });
    }

    private void OnRenewal(LeasesRenewed renewed)
    {
        workers[renewed.Worker] = renewed.WorkerActor;
        Carry(protocol.Renew(renewed.Held.Attempts, Now()), renewed.WorkerActor);
    }

    private void OnWorkerGone(WorkerGone gone)
    {
        var coordinator = Sender;
        workers.Remove(gone.Worker);
        Carry(protocol.Release(gone.Worker, gone.Cause, Now()), then: () => coordinator.Tell(new WorkerCleared(id, gone.Worker, gone.Cause)));
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
        Carry(protocol.CheckpointKept(saved.Attempt, saved.Epoch, Now()), replyTo: saved.Worker);
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

    private void OnTellProgress()
    {
        if (progressChanged)
        {
            progressChanged = false;
            TellWatchers();
            TellCoordinator();
        }

        foreach (var (watcher, askedAt) in watchers)
        {
            if (clock.Now - askedAt > WatcherPatience)
            {
                watchers.Remove(watcher);
            }
        }

        // Runs may have rested enough.
        TellOfWork();
        if (protocol.IsIdle && watchers.Count == 0 && clock.Now - lastAskedFor > settings.IdleDuration)
        {
            Context.Parent.Tell(new ExperimentIdle(id));
        }
    }

    /// <summary>Persists a step's events, applies them, does what is to be done then, and sends its answers; at once when there are no events.</summary>
    private void Carry(ExperimentStep step, IActorRef? worker = null, Action? then = null, IActorRef? replyTo = null, Activity? span = null)
    {
        var sender = replyTo ?? Sender;
        writing = span;
        PersistThen(step.Events, () =>
        {
            span?.Dispose();
            // Before whoever is told can act on it: a worker's next request would overtake what became of its last one, and be lost.
            then?.Invoke();
            if (step.Reply is { } reply)
            {
                sender.Tell(reply);
            }

            if (step.ToWorker is { } message)
            {
                worker?.Tell(message);
            }

            TellOfWork();
        });
    }

    /// <summary>Begins the span of a step that writes to the journal.</summary>
    private Activity? SpanOf(ExperimentStep step, string name, ActivityKind kind, params IEnumerable<ulong> after) =>
        step.Events.IsEmpty ? null : Telemetry.Start(name, id, kind, after)?.SetTag("nnoptim.events", step.Events.Length);

    /// <summary>An experiment that goes on after a restart does so from its recovery: the span of its submission ended with another actor.</summary>
    private void ShowRecovery()
    {
        if (protocol is { IsKnown: true, State.Ended: false })
        {
            recovery?.SetTag("nnoptim.events", LastSequenceNr).Dispose();
            root = Telemetry.IdOf(recovery);
        }
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
                TellOfFirstWrite();
                CoordinatorMetrics.Persisted(events, time.GetElapsedTime(started));
                act();
                SaveSnapshotFromTimeToTime();
                if (protocol.State.Ended)
                {
                    OnTellProgress();
                }
            }
        });
    }

    private void SaveSnapshotFromTimeToTime()
    {
        // Each has all the runs: those of a large grid are not to become most of the work.
        if (LastSequenceNr - snapshotAt >= Math.Max(settings.EventsASnapshot, protocol.State.Runs.Count / 4))
        {
            snapshotAt = LastSequenceNr;
            SaveSnapshot(protocol.State.Snapshot(id) with { LastEvent = LastSequenceNr });
        }
    }

    private void TellOfFirstWrite()
    {
        if (!hasWritten)
        {
            hasWritten = true;
            Context.Parent.Tell(new ExperimentWrote(id));
        }
    }

    private void TellOfWork()
    {
        if (protocol.HasWork(Now()) && announcedPriority != protocol.State.Priority)
        {
            announcedPriority = protocol.State.Priority;
            Context.Parent.Tell(new WorkWaits(id, protocol.State.Priority));
        }
    }

    private void TellWatchers()
    {
        foreach (var watcher in watchers.Keys)
        {
            watcher.Tell(protocol.Progress);
        }
    }

    private void TellCoordinator()
    {
        if (protocol.Summary is { } summary)
        {
            CoordinatorMetrics.Show(summary.Progress);
            Context.Parent.Tell(summary);
        }
    }

    private void StopUnlessKnown()
    {
        if (!protocol.IsKnown)
        {
            Context.Parent.Tell(new ExperimentIdle(id));
        }
    }

    private bool TryTakeLock(out ExperimentLock? taken, out ExperimentBroke broke)
    {
        taken = null;
        broke = new ExperimentBroke(id, "it is being run by another process", BreakRemedy.WaitForOthers);
        try
        {
            taken = settings.Locks?.TryTake(id);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            log.Error(error, "The lock of experiment {Experiment} could not be taken", id);
            broke = new ExperimentBroke(id, $"the journal's lock could not be taken: {error.Message}", BreakRemedy.StartAgain);
        }

        return settings.Locks is null || taken is not null;
    }

    private void OnMessageWithoutRight(object message, ExperimentBroke broke)
    {
        if (broke.Remedy == BreakRemedy.WaitForOthers && message is IExperimentCommand or WatchExperiment or DescribeExperiment)
        {
            Sender.Tell(new ExperimentCommandRefused(id, broke.Reason));
        }

        Break(broke.Reason, broke.Remedy);
    }

    private void Break(string reason, BreakRemedy remedy)
    {
        TellOfBreak(reason, remedy);
        Context.Stop(Self);
    }

    private void TellOfBreak(string reason, BreakRemedy remedy) => Context.Parent.Tell(new ExperimentBroke(id, reason, remedy));

    private Moment Now() => new(time.GetUtcNow(), clock.Now);

    private sealed record DataChecked(IExperimentCommand Command, string? Missing);

    private sealed record LockLost
    {
        public static LockLost Instance { get; } = new();
    }

    private sealed record CheckLeases
    {
        public static CheckLeases Instance { get; } = new();
    }

    private sealed record TellProgress
    {
        public static TellProgress Instance { get; } = new();
    }
}
