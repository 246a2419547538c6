using Akka.Actor;
using Akka.Event;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// The coordinator's children that are experiments: makes them when they are asked for, starts them again when the
/// journal failed them, lets them end when they have nothing to do, and keeps commands that come in between.
/// </summary>
internal sealed class ExperimentDirectory(CoordinatorSettings settings, TimeProvider time, IActorContext context, ITimerScheduler timers)
{
    /// <summary>An actor that has lived for so long did not stop for the reason of the break before: longer than any call to the journal takes.</summary>
    private static readonly TimeSpan SteadyDuration = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter log = context.GetLogger();
    private readonly Dictionary<ExperimentId, ExperimentEntry> entries = [];
    private readonly HashSet<ExperimentId> adopted = [];
    private readonly HashSet<ExperimentId> waitingForAdoption = [];
    private IActorRef? registry;
    private bool isRegistryRead;
    private DateTimeOffset? registryBrokenSince;
    private DateTimeOffset? lastWrite;

    /// <summary>Opens the registry of a lasting coordinator, which answers with the experiments it is to take up.</summary>
    public void OpenRegistry()
    {
        registry = context.Watch(context.ActorOf(RegistryActor.Props(time)));
        foreach (var id in waitingForAdoption)
        {
            registry.Tell(new RegistryActor.Adopt(id));
        }
    }

    /// <summary>Carries a command to its experiment.</summary>
    public void Command(IExperimentCommand command, IActorRef sender)
    {
        var id = command.ExperimentId;
        if (Entry(id).Broke is { Remedy: not BreakRemedy.StartAgain } broke)
        {
            sender.Tell(new ExperimentCommandRefused(id, broke.Reason));
        }
        else if (settings.IsLasting && !adopted.Contains(id))
        {
            // Before anything can happen to the experiment it is certain that somebody answers for it.
            Entry(id).Hold(command, sender);
            waitingForAdoption.Add(id);
            registry?.Tell(new RegistryActor.Adopt(id));
        }
        else
        {
            Deliver(Entry(id), command, sender);
            Entry(id).IsUnderWay = command is not InterruptExperiment;
        }
    }

    /// <summary>Carries a question to its experiment, or tells why nobody can answer it.</summary>
    public void Ask(ExperimentId id, object question, IActorRef sender)
    {
        var entry = Entry(id);
        if (entry.Broke is { } broke && (broke.Remedy != BreakRemedy.StartAgain || IsGivenUp(entry)))
        {
            sender.Tell(new ExperimentCommandRefused(id, broke.Reason));
        }
        else if (entry.Broke is null)
        {
            Deliver(entry, question, sender);
        }
    }

    /// <summary>Carries what comes again by itself to an experiment; dropped while that has no actor.</summary>
    public void Send(ExperimentId id, object message, IActorRef sender)
    {
        var entry = Entry(id);
        if (entry.Broke is null)
        {
            Deliver(entry, message, sender);
        }
    }

    /// <summary>Sends to every experiment that has an actor, and names these.</summary>
    public IReadOnlyList<ExperimentId> SendToAll(object message, IActorRef sender)
    {
        var alive = entries.Values.Where(entry => entry is { Actor: not null, IsStopping: false }).ToList();
        alive.ForEach(entry => entry.Actor!.Tell(message, sender));
        return [.. alive.Select(entry => entry.Id)];
    }

    /// <summary>The experiments, those under way first, then the latest; null while they are still being read.</summary>
    public ExperimentList? List()
    {
        var known = !settings.IsLasting || (isRegistryRead && adopted.All(id => Entry(id).IsRead));
        return !known
            ? null
            : new([
                .. entries.Values.Select(entry => entry.Listed).OfType<ExperimentSummary>()
                    .OrderBy(summary => summary.Progress.Phase is ExperimentPhase.Ended or ExperimentPhase.Cancelled)
                    .ThenByDescending(summary => summary.SubmittedAt),
            ]);
    }

    /// <summary>The registry has these experiments: those that were asked for, or all when it has just been read.</summary>
    public void Adopted(IEnumerable<ExperimentId> ids)
    {
        isRegistryRead = true;
        registryBrokenSince = null;
        foreach (var id in ids)
        {
            adopted.Add(id);
            waitingForAdoption.Remove(id);
            // What a command brought here goes on by that command; what the registry remembered, by itself.
            var entry = Entry(id);
            if (entry is { Actor: { } reading, HoldsMessages: false, IsUnderWay: false })
            {
                // A worker's message was here first.
                reading.Tell(TakeUp.Instance);
            }

            entry.IsUnderWay |= !entry.HoldsMessages;
            Start(id);
            foreach (var (message, sender) in entry.TakeHeld())
            {
                Deliver(entry, message, sender);
            }

            entry.IsUnderWay = true;
        }
    }

    /// <summary>An experiment tells how it stands.</summary>
    public void Changed(ExperimentSummary summary)
    {
        var id = summary.Progress.ExperimentId;
        var entry = Entry(id);
        entry.Summary = summary;
        entry.Broke = null;
        if (summary.Progress.Phase is ExperimentPhase.Ended or ExperimentPhase.Cancelled)
        {
            Release(id);
        }
        else if (settings.IsLasting && entry.IsUnderWay && !adopted.Contains(id) && waitingForAdoption.Add(id))
        {
            // It was released when it ended, while a retry was on its way to it.
            registry?.Tell(new RegistryActor.Adopt(id));
        }
    }

    /// <summary>The journal has nothing of an experiment: it was deleted, or its submission never came.</summary>
    public void Unknown(ExperimentId id) => Entry(id).IsUnknown = true;

    /// <summary>An experiment's actor tells why it stops.</summary>
    public void Broke(ExperimentBroke broke)
    {
        var entry = Entry(broke.ExperimentId);
        entry.Broke = broke;
        // A disk that is full can be read: only what is written, or a long time without a break, ends a failure.
        if (entry.BrokenSince is null || time.GetUtcNow() - entry.StartedAt > SteadyDuration)
        {
            (entry.BrokenSince, entry.Pause) = (time.GetUtcNow(), TimeSpan.Zero);
        }

        if (settings.IsLasting && broke.Remedy == BreakRemedy.StartAgain)
        {
            GiveUpIfOverdue(entry.BrokenSince.Value, broke.Reason);
        }
    }

    /// <summary>The journal has taken an event of an experiment.</summary>
    public void Wrote(ExperimentId id)
    {
        var entry = Entry(id);
        (entry.BrokenSince, entry.Pause) = (null, TimeSpan.Zero);
        lastWrite = time.GetUtcNow();
    }

    /// <summary>An experiment has nothing to do.</summary>
    public void Idle(ExperimentId id)
    {
        var entry = Entry(id);
        if (entry is { Actor: { } actor, IsStopping: false })
        {
            if (entry.Summary is null)
            {
                Release(id);
            }

            entry.IsStopping = true;
            context.Stop(actor);
        }
    }

    /// <summary>An actor has ended; gives the experiment it was, or null.</summary>
    public ExperimentId? Ended(IActorRef actor)
    {
        if (actor.Equals(registry))
        {
            registry = null;
            registryBrokenSince ??= time.GetUtcNow();
            GiveUpIfOverdue(registryBrokenSince.Value, "the registry of experiments could not be read");
            timers.StartSingleTimer(nameof(StartRegistry), new StartRegistry(), settings.LongestPause);
            return null;
        }

        if (entries.Values.FirstOrDefault(entry => actor.Equals(entry.Actor)) is not { } ended)
        {
            return null;
        }

        ended.Actor = null;
        if (ended.IsStopping && !ended.HoldsMessages)
        {
            entries.Remove(ended.Id);
        }
        else if (ended.IsStopping)
        {
            Start(ended.Id);
        }
        else if (ended.Broke is not { Remedy: BreakRemedy.None })
        {
            StartLater(ended);
        }

        return ended.Id;
    }

    /// <summary>Starts an experiment's actor, and gives it what was kept for it.</summary>
    public void Start(ExperimentId id)
    {
        var entry = Entry(id);
        if (entry.Actor is not null)
        {
            return;
        }

        entry.IsStopping = false;
        entry.StartedAt = time.GetUtcNow();
        if (entry.Broke is { Remedy: BreakRemedy.StartAgain })
        {
            entry.Broke = null;
        }

        entry.Actor = context.Watch(context.ActorOf(ExperimentActor.Props(id, settings, entry.IsUnderWay, time)));
        foreach (var (message, sender) in entry.TakeHeld())
        {
            entry.Actor.Tell(message, sender);
        }
    }

    private void Release(ExperimentId id)
    {
        if (adopted.Remove(id))
        {
            registry?.Tell(new RegistryActor.Release(id));
        }
    }

    private bool IsGivenUp(ExperimentEntry entry) => time.GetUtcNow() - entry.BrokenSince > settings.DatabasePatience;

    private void GiveUpIfOverdue(DateTimeOffset since, string reason)
    {
        var now = time.GetUtcNow();
        if (now - since > settings.DatabasePatience && !(now - lastWrite < settings.DatabasePatience))
        {
            context.System.EventStream.Publish(new JournalGivenUp(reason));
        }
    }

    private void StartLater(ExperimentEntry entry)
    {
        if (entry.Broke is { Remedy: BreakRemedy.WaitForOthers } && !adopted.Contains(entry.Id))
        {
            entries.Remove(entry.Id);
            return;
        }

        entry.Pause = entry.Pause == TimeSpan.Zero ? settings.ShortestPause : Min(entry.Pause * 2, settings.LongestPause);
        CoordinatorMetrics.Restarted();
        log.Warning("Experiment {Experiment} is started again in {Pause}", entry.Id, entry.Pause);
        timers.StartSingleTimer($"{nameof(StartAgain)} {entry.Id}", new StartAgain(entry.Id), entry.Pause);
    }

    private void Deliver(ExperimentEntry entry, object message, IActorRef sender)
    {
        if (entry.IsStopping || entry.Broke is not null)
        {
            entry.Hold(message, sender);
            return;
        }

        if (entry.Actor is null)
        {
            Start(entry.Id);
        }

        entry.Actor!.Tell(message, sender);
    }

    private ExperimentEntry Entry(ExperimentId id)
    {
        if (!entries.TryGetValue(id, out var entry))
        {
            entries[id] = entry = new ExperimentEntry(id);
        }

        return entry;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>Coordinator to itself: the pause of an experiment is over.</summary>
    internal sealed record StartAgain(ExperimentId ExperimentId);

    /// <summary>Coordinator to itself: the pause of the registry is over.</summary>
    internal sealed record StartRegistry;
}
