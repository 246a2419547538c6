using Akka.Actor;
using Akka.Event;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The experiments of a coordinator and their actors. It starts an actor when a message needs one, restarts it after a failure, stops it
/// when it is idle, and keeps the commands that arrive in between.
/// </summary>
internal sealed class ExperimentDirectory(CoordinatorSettings settings, TimeProvider time, IActorContext context, ITimerScheduler timers)
{
    private readonly ILoggingAdapter log = context.GetLogger();
    private readonly Dictionary<ExperimentId, ExperimentEntry> entries = [];
    private readonly AdoptedExperiments adopted = new(time, context);
    private DateTimeOffset? lastWrite;

    /// <summary>Starts the registry of a permanent coordinator, which answers with the experiments to continue.</summary>
    public void OpenRegistry() => adopted.Open();

    /// <summary>Sends a command to its experiment, or refuses it.</summary>
    public void Command(IExperimentCommand command, IActorRef sender)
    {
        var entry = Entry(command.ExperimentId);
        if (entry.State is ActorState.Failed { Failure: { Recovery: not FailureRecovery.Restart } failure })
        {
            sender.Tell(new ExperimentCommandRefused(entry.Id, failure.Reason));
        }
        else if (settings.IsPermanent && !adopted.Contains(entry.Id))
        {
            // The journal must name the experiment's coordinator before the experiment can change.
            entry.Hold(command, sender);
            adopted.Request(entry.Id);
        }
        else
        {
            Deliver(entry, command, sender);
            entry.Continues = command is not InterruptExperiment;
        }
    }

    /// <summary>Sends a query to its experiment, or answers why it cannot. It drops queries during a restart: callers repeat them.</summary>
    public void Ask(ExperimentId id, object query, IActorRef sender)
    {
        var entry = Entry(id);
        if (entry.State is not ActorState.Failed { Failure: var failure })
        {
            Deliver(entry, query, sender);
        }
        else if (failure.Recovery != FailureRecovery.Restart || entry.Restarts.IsGivenUp(time.GetUtcNow()))
        {
            sender.Tell(new ExperimentCommandRefused(id, failure.Reason));
        }
    }

    /// <summary>Sends a message that its sender repeats to an experiment. It drops the message after a failure.</summary>
    public void Send(ExperimentId id, object message, IActorRef sender)
    {
        var entry = Entry(id);
        if (entry.State is not ActorState.Failed)
        {
            Deliver(entry, message, sender);
        }
    }

    /// <summary>Sends a message to every experiment with an actor, and gives these experiments.</summary>
    public IReadOnlyList<ExperimentId> SendToAll(object message, IActorRef sender)
    {
        var asked = entries.Values.Where(entry => entry.State is { Actor: not null } and not ActorState.Stopping).ToList();
        asked.ForEach(entry => entry.State.Actor!.Tell(message, sender));
        return [.. asked.Select(entry => entry.Id)];
    }

    /// <summary>The experiments: the unfinished first, then the latest. Null while some of them are being read.</summary>
    public ExperimentList? List()
    {
        var isKnown = !settings.IsPermanent || (adopted.IsRead && adopted.Ids.All(id => Entry(id).IsRead));
        return !isKnown
            ? null
            : new([
                .. entries.Values.Select(entry => entry.Summary).OfType<ExperimentSummary>()
                    .OrderBy(summary => IsOver(summary.Progress.Phase))
                    .ThenByDescending(summary => summary.SubmittedAt),
            ]);
    }

    /// <summary>The registry holds these experiments: the requested ones, or all of them after it was read.</summary>
    public void Adopted(IEnumerable<ExperimentId> ids)
    {
        adopted.Answered();
        foreach (var id in ids)
        {
            adopted.Confirm(id);
            Continue(Entry(id));
        }
    }

    /// <summary>An experiment reports its summary.</summary>
    public void Changed(ExperimentSummary summary)
    {
        var entry = Entry(summary.Progress.ExperimentId);
        entry.Stream = new StreamState.Submitted(summary);
        if (entry.State is ActorState.Failed)
        {
            entry.State = entry.State.Actor is { } actor ? new ActorState.Working(actor) : new ActorState.Absent();
        }

        if (IsOver(summary.Progress.Phase))
        {
            adopted.Release(entry.Id);
        }
        else if (settings.IsPermanent && entry.Continues && !adopted.Contains(entry.Id) && !adopted.IsRequested(entry.Id))
        {
            // The experiment ended and was released while a retry was on its way to it.
            adopted.Request(entry.Id);
        }
    }

    /// <summary>The journal holds nothing of an experiment.</summary>
    public void Unknown(ExperimentId id)
    {
        var entry = Entry(id);
        entry.Stream = entry.Stream is StreamState.Submitted ? entry.Stream : new StreamState.Empty();
    }

    /// <summary>An experiment's actor reports why it ends.</summary>
    public void Failed(ExperimentFailed failure)
    {
        var entry = Entry(failure.ExperimentId);
        // An idle actor that fails while it ends needs no restart.
        entry.State = entry.State is ActorState.Stopping ? entry.State : new ActorState.Failed(entry.State.Actor, failure);
        var since = entry.Restarts.Fail(time.GetUtcNow());
        if (settings.IsPermanent && failure.Recovery == FailureRecovery.Restart)
        {
            GiveUpIfOverdue(since, failure.Reason);
        }
    }

    /// <summary>The journal stored an event of an experiment.</summary>
    public void Persisted(ExperimentId id)
    {
        Entry(id).Restarts.Succeed();
        lastWrite = time.GetUtcNow();
    }

    /// <summary>An experiment's actor has nothing to do: stops it.</summary>
    public void Idle(ExperimentId id)
    {
        var entry = Entry(id);
        if (entry.State is { Actor: { } actor } and not ActorState.Stopping)
        {
            if (entry.Stream is not StreamState.Submitted)
            {
                adopted.Release(id);
            }

            entry.State = new ActorState.Stopping(actor);
            context.Stop(actor);
        }
    }

    /// <summary>An actor has ended; gives its experiment, or null when it was another actor.</summary>
    public ExperimentId? Ended(IActorRef actor)
    {
        if (adopted.Ended(actor) is { } since)
        {
            GiveUpIfOverdue(since, "the registry of experiments could not be read");
            timers.StartSingleTimer(nameof(StartRegistry), new StartRegistry(), settings.LongestPause);
            return null;
        }

        if (entries.Values.FirstOrDefault(entry => actor.Equals(entry.State.Actor)) is not { } ended)
        {
            return null;
        }

        switch (ended.State)
        {
            case ActorState.Stopping when !ended.HoldsMessages:
                entries.Remove(ended.Id);
                break;
            case ActorState.Stopping:
                ended.State = new ActorState.Absent();
                Start(ended.Id);
                break;
            case ActorState.Failed { Failure: var failure }:
                ended.State = new ActorState.Failed(null, failure);
                StartAfterFailure(ended, failure.Recovery);
                break;
            default:
                ended.State = new ActorState.Absent();
                StartLater(ended);
                break;
        }

        return ended.Id;
    }

    /// <summary>Starts an experiment's actor if it has none, and sends it the kept messages.</summary>
    public void Start(ExperimentId id)
    {
        var entry = Entry(id);
        if (entry.State.Actor is not null)
        {
            return;
        }

        entry.Restarts.Start(time.GetUtcNow());
        var actor = context.Watch(context.ActorOf(ExperimentActor.Props(id, settings, entry.Continues, time)));
        // Until it has the right to write, an actor that needs it still counts as failed.
        entry.State = entry.State is ActorState.Failed { Failure: { Recovery: not FailureRecovery.Restart } failure }
            ? new ActorState.Failed(actor, failure)
            : new ActorState.Working(actor);
        foreach (var (message, sender) in entry.TakeHeld())
        {
            actor.Tell(message, sender);
        }
    }

    private static bool IsOver(ExperimentPhase phase) => phase is ExperimentPhase.Ended or ExperimentPhase.Cancelled;

    /// <summary>Continues an adopted experiment. A held command continues it; without one its actor continues by itself.</summary>
    private void Continue(ExperimentEntry entry)
    {
        if (entry is { State.Actor: { } actor, HoldsMessages: false, Continues: false })
        {
            // A worker's message started the actor before the registry was read.
            actor.Tell(ContinueRuns.Instance);
        }

        entry.Continues |= !entry.HoldsMessages;
        Start(entry.Id);
        foreach (var (message, sender) in entry.TakeHeld())
        {
            Deliver(entry, message, sender);
        }

        entry.Continues = true;
    }

    private void GiveUpIfOverdue(DateTimeOffset since, string reason)
    {
        var now = time.GetUtcNow();
        if (now - since > settings.DatabaseTimeout && !(now - lastWrite < settings.DatabaseTimeout))
        {
            context.System.EventStream.Publish(new JournalUnavailable(reason));
        }
    }

    private void StartAfterFailure(ExperimentEntry entry, FailureRecovery recovery)
    {
        if (recovery == FailureRecovery.WaitForOtherProcess && !adopted.Contains(entry.Id))
        {
            entries.Remove(entry.Id);
        }
        else if (recovery != FailureRecovery.None)
        {
            StartLater(entry);
        }
    }

    private void StartLater(ExperimentEntry entry)
    {
        var pause = entry.Restarts.NextPause();
        CoordinatorMetrics.Restarted();
        log.Warning("Experiment {Experiment} is started again in {Pause}", entry.Id, pause);
        timers.StartSingleTimer($"{nameof(Restart)} {entry.Id}", new Restart(entry.Id), pause);
    }

    private void Deliver(ExperimentEntry entry, object message, IActorRef sender)
    {
        if (entry.State is ActorState.Stopping or ActorState.Failed)
        {
            entry.Hold(message, sender);
            return;
        }

        Start(entry.Id);
        entry.State.Actor!.Tell(message, sender);
    }

    private ExperimentEntry Entry(ExperimentId id)
    {
        if (!entries.TryGetValue(id, out var entry))
        {
            entries[id] = entry = new ExperimentEntry(id, settings);
        }

        return entry;
    }

    /// <summary>Coordinator to itself: the pause of an experiment is over.</summary>
    internal sealed record Restart(ExperimentId ExperimentId);

    /// <summary>Coordinator to itself: the pause of the registry is over.</summary>
    internal sealed record StartRegistry;
}
