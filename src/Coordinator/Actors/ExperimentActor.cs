using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Lifecycle;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// One an experiment: the only writer of its stream. Turns messages into events by <see cref="ExperimentDecisions"/>,
/// persists these, and only then acknowledges, assigns or tells of progress. Leases are kept in memory: after a restart
/// every running run gets a fresh one.
/// </summary>
public sealed class ExperimentActor : ReceivePersistentActor, IWithTimers
{
    private readonly ExperimentId id;
    private readonly CoordinatorSettings settings;
    private readonly TimeProvider time;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Dictionary<RunAttempt, DateTimeOffset> leases = [];
    private readonly HashSet<IActorRef> watchers = [];
    private readonly TrainingPace pace = new();
    private readonly ExperimentLock? ownLock;
    private ExperimentState state = ExperimentState.Empty;
    private bool interrupted;
    private bool progressChanged;

    /// <summary>Makes the experiment's actor; its events are replayed before any message is handled.</summary>
    public ExperimentActor(ExperimentId id, CoordinatorSettings settings, TimeProvider time)
    {
        this.id = id;
        this.settings = settings;
        this.time = time;
        PersistenceId = ExperimentStream.NameOf(id);
        if (!TryTakeLock(out ownLock, out var refusal))
        {
            CommandAny(_ =>
            {
                Refuse(refusal);
                Context.Stop(Self);
            });
            return;
        }

        Recover<IExperimentEvent>(Apply);

        Command<SubmitExperiment>(OnSubmit);
        Command<ResumeExperiment>(_ => OnResume());
        Command<RetryExperiment>(OnRetry);
        Command<InterruptExperiment>(_ => OnInterrupt());
        Command<WatchExperiment>(_ => OnWatch());
        Command<Terminated>(gone => watchers.Remove(gone.ActorRef));

        Command<GiveWork>(OnGiveWork);
        Command<ReportRuns>(OnReport);
        Command<LeasesRenewed>(OnLeasesRenewed);
        Command<WorkerGone>(gone => OnWorkerGone(gone.Worker));

        Command<LockLost>(_ => OnLockLost());
        Command<CheckLeases>(_ => OnCheckLeases());
        Command<TellProgress>(_ => TellWatchers());
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Without the right to the stream not even its events are read.</summary>
    public override Recovery Recovery => IsRefused ? Recovery.None : base.Recovery;

    /// <summary>The recipe for an experiment's actor.</summary>
    public static Props Props(ExperimentId id, CoordinatorSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExperimentActor(id, settings, time));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        var self = Self;
        ownLock?.Lost.Register(() => self.Tell(LockLost.Instance));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        ownLock?.Dispose();
        base.PostStop();
    }

    /// <inheritdoc/>
    protected override void OnReplaySuccess()
    {
        if (IsRefused)
        {
            return;
        }

        foreach (var (run, _) in state.Running)
        {
            leases[CurrentAttempt(run)] = LeaseEnd();
        }

        Timers.StartPeriodicTimer(nameof(CheckLeases), CheckLeases.Instance, settings.LeaseDuration / 5);
        Timers.StartPeriodicTimer(nameof(TellProgress), TellProgress.Instance, settings.ProgressInterval);
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        log.Error(reason, "Experiment {Experiment} could not be read from the journal", id);
        base.OnRecoveryFailure(reason, message);
    }

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        log.Error(cause, "An event of experiment {Experiment} could not be written to the journal", id);
        Refuse($"the journal could not be written: {cause.Message}");
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        log.Error(cause, "The journal rejected an event of experiment {Experiment}", id);
        Refuse($"the journal rejected an event: {cause.Message}");
        Context.Stop(Self);
    }

    private void OnSubmit(SubmitExperiment command)
    {
        var sender = Sender;
        PersistThen(ExperimentDecisions.Submit(state, command, Now()), () =>
        {
            sender.Tell(new ExperimentCommandDone(id, state.Progress(id)));
            TellOfWork();
        });
    }

    private void OnResume()
    {
        if (!IsKnown())
        {
            return;
        }

        var sender = Sender;
        interrupted = false;
        PersistThen(RequeueAll(), () =>
        {
            sender.Tell(new ExperimentCommandDone(id, state.Progress(id)));
            TellOfWork();
        });
    }

    private void OnRetry(RetryExperiment command)
    {
        if (!IsKnown())
        {
            return;
        }

        var retried = ExperimentDecisions.Retry(state, command, Now());
        if (retried.IsEmpty)
        {
            Sender.Tell(new ExperimentCommandRefused(id, "none of its runs has failed"));
            return;
        }

        // Whatever an earlier process left with its workers goes on as well, as in a resumption.
        var sender = Sender;
        interrupted = false;
        PersistThen([.. RequeueAll(), .. retried], () =>
        {
            sender.Tell(new ExperimentCommandDone(id, state.Progress(id)));
            TellOfWork();
        });
    }

    private void OnInterrupt()
    {
        if (!IsKnown())
        {
            return;
        }

        var sender = Sender;
        interrupted = true;
        PersistThen(RequeueAll(), () => sender.Tell(new ExperimentCommandDone(id, state.Progress(id))));
    }

    private void OnWatch()
    {
        if (IsKnown())
        {
            watchers.Add(Sender);
            Context.Watch(Sender);
            Sender.Tell(state.Progress(id));
        }
    }

    private void OnGiveWork(GiveWork give)
    {
        var pending = interrupted ? 0 : state.Pending.Count;
        var count = ChunkSize.For(pending, give.Slots, give.AllSlots, pace.SecondsARun, AssignRuns.MostRuns);
        var events = ExperimentDecisions.Assign(state, id, give.Worker, count, Now());
        var coordinator = Sender;
        PersistThen(events, () =>
        {
            var attempts = events.OfType<RunsAssigned>().SelectMany(assigned => assigned.Attempts).ToImmutableArray();
            if (!attempts.IsEmpty)
            {
                give.WorkerActor.Tell(new AssignRuns(
                    id,
                    state.Specification!.Dataset,
                    [.. attempts.Select(attempt => new AssignedRun(attempt.Attempt, state.Points[attempt.Run - 1].Run))]));
            }

            coordinator.Tell(new WorkGiven(id, give.Worker, attempts.Length));
        });
    }

    private void OnReport(ReportRuns report)
    {
        var decision = ExperimentDecisions.Report(state, report, settings.RetryLimits, Now());
        var sender = Sender;
        PersistThen(decision.Events, () =>
        {
            if (decision.Acknowledge)
            {
                sender.Tell(new ReportAcknowledged(id, report.WorkerId, report.Number));
            }

            if (decision.Events.Any(@event => @event is RunFailed { Final: false }))
            {
                TellOfWork();
            }
        });
    }

    private void OnLeasesRenewed(LeasesRenewed renewed)
    {
        foreach (var attempt in renewed.Held.Attempts.Where(leases.ContainsKey))
        {
            leases[attempt] = LeaseEnd();
        }

        var stale = renewed.Held.Attempts.Where(attempt => !state.IsCurrent(attempt)).ToImmutableArray();
        if (!stale.IsEmpty)
        {
            renewed.WorkerActor.Tell(new WithdrawRuns(id, stale));
        }
    }

    private void OnWorkerGone(WorkerId worker) =>
        Requeue(ExperimentDecisions.Requeue(state, id, worker, RequeueCause.WorkerLost, settings.RetryLimits, Now()));

    /// <summary>Whether another process may be writing this stream.</summary>
    private bool IsRefused => settings.Locks is not null && ownLock is null;

    private bool TryTakeLock(out ExperimentLock? taken, out string refusal)
    {
        refusal = "it is being run by another process";
        try
        {
            taken = settings.Locks?.TryTake(id);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            log.Error(error, "The lock of experiment {Experiment} could not be taken", id);
            refusal = $"the journal's lock could not be taken: {error.Message}";
            taken = null;
        }

        return settings.Locks is null || taken is not null;
    }

    private void OnLockLost()
    {
        log.Error("The right to write experiment {Experiment} is lost with the database's connection", id);
        Refuse("the connection to the journal's database was lost, and the right to write with it");
        Context.Stop(Self);
    }

    private void OnCheckLeases()
    {
        var now = Now();
        var lapsed = leases.Where(pair => pair.Value < now).Select(pair => pair.Key).ToList();
        if (lapsed.Count > 0)
        {
            log.Warning("{Count} leases of experiment {Experiment} lapsed", lapsed.Count, id);
            Requeue(ExperimentDecisions.Requeue(state, id, lapsed, RequeueCause.WorkerLost, settings.RetryLimits, now));
        }
    }

    private void Requeue(ImmutableArray<IExperimentEvent> events)
    {
        if (!events.IsEmpty)
        {
            PersistThen(events, TellOfWork);
        }
    }

    private ImmutableArray<IExperimentEvent> RequeueAll() =>
        ExperimentDecisions.Requeue(state, id, worker: null, RequeueCause.Interrupted, settings.RetryLimits, Now());

    /// <summary>Persists the events, applies them, and then acts; acts at once when there are none.</summary>
    private void PersistThen(ImmutableArray<IExperimentEvent> events, Action act)
    {
        if (events.IsEmpty)
        {
            act();
            return;
        }

        var left = events.Length;
        PersistAll(events, @event =>
        {
            Apply(@event);
            if (--left == 0)
            {
                progressChanged = true;
                act();
                if (state.Ended)
                {
                    TellWatchers();
                }
            }
        });
    }

    private void Apply(IExperimentEvent @event)
    {
        state = state.Apply(@event);
        switch (@event)
        {
            case RunsAssigned assigned when !IsRecovering:
                foreach (var attempt in assigned.Attempts)
                {
                    leases[attempt] = LeaseEnd();
                }

                break;
            case RunCompleted completed:
                leases.Remove(completed.Attempt);
                pace.Add(completed.Result.TrainingSeconds);
                break;
            case RunFailed failed:
                leases.Remove(failed.Attempt);
                break;
            case RunsRequeued requeued:
                foreach (var attempt in requeued.Attempts)
                {
                    leases.Remove(attempt);
                }

                break;
        }
    }

    private void TellOfWork()
    {
        if (!interrupted && !state.Pending.IsEmpty)
        {
            Context.Parent.Tell(new WorkWaits(id));
        }
    }

    private void TellWatchers()
    {
        if (progressChanged)
        {
            progressChanged = false;
            foreach (var watcher in watchers)
            {
                watcher.Tell(state.Progress(id));
            }
        }
    }

    private bool IsKnown()
    {
        if (state.Specification is null)
        {
            Sender.Tell(new ExperimentCommandRefused(id, "there is no such experiment in the journal"));
            Context.Stop(Self);
            return false;
        }

        return true;
    }

    private void Refuse(string reason)
    {
        foreach (var listener in watchers.Append(Sender))
        {
            listener.Tell(new ExperimentCommandRefused(id, reason));
        }
    }

    private RunAttempt CurrentAttempt(int run) => new(run, state.Run(run).Attempts);

    private DateTimeOffset Now() => time.GetUtcNow();

    private DateTimeOffset LeaseEnd() => Now() + settings.LeaseDuration;

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
