using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>The messages of an experiment to the coordinator's actor.</summary>
internal interface IExperimentParent
{
    Moment Now { get; }

    void Send(WorkerId worker, IProtocolMessage message);

    void WorkAvailable(ExperimentId experiment, int priority);

    void WorkAssigned(ExperimentId experiment, WorkerId worker, int count, bool hasMore);

    void WorkerRunsReleased(ExperimentId experiment, WorkerId worker, RequeueCause cause);
}

/// <summary>
/// The actor of an experiment, as <see cref="Coordinator.Actors.ExperimentActor"/> is one: it receives a message, persists the
/// events, applies them, and only then answers. Each of these is a separate step, and a crash can come between any two.
/// </summary>
internal sealed class SimulatedExperiment
{
    private readonly ExperimentId id;
    private readonly SimulatedStore store;
    private readonly IExperimentParent parent;
    private readonly ExperimentProtocol protocol;
    private readonly Queue<Action> mailbox = new();
    private readonly Dictionary<int, CheckpointKeeper> keepers = [];
    private readonly Queue<(RunCheckpoint Checkpoint, WorkerId Worker)> saving = new();
    private (ImmutableArray<IExperimentEvent> Events, Action Then)? persisting;
    private int? announcedPriority;

    public SimulatedExperiment(ExperimentId id, SimulatedStore store, ExperimentRules rules, IExperimentParent parent)
    {
        this.id = id;
        this.store = store;
        this.parent = parent;
        protocol = new ExperimentProtocol(id, rules);
        if (store.Experiments.Contains(id))
        {
            foreach (var @event in store.Events(id))
            {
                protocol.Apply(@event, parent.Now);
            }
        }

        protocol.Recovered(parent.Now);
        TellOfWork();
    }

    public ExperimentId Id => id;

    /// <summary>Whether it has something to receive, to write or to store.</summary>
    public bool IsBusy => mailbox.Count > 0 || IsPersisting || IsSaving;

    public bool IsPersisting => persisting is not null;

    public bool IsSaving => saving.Count > 0;

    public void Execute(IExperimentCommand command) => mailbox.Enqueue(() =>
    {
        var before = protocol.State;
        Carry(protocol.Execute(command, parent.Now), default, () =>
        {
            foreach (var (worker, taken) in protocol.WithdrawnSince(before))
            {
                parent.Send(worker, taken);
            }
        });
    });

    public void Report(UpdateRuns report) => mailbox.Enqueue(() => Carry(protocol.Update(report, parent.Now), report.WorkerId));

    public void Renew(WorkerId worker, ImmutableArray<RunAttempt> held) => mailbox.Enqueue(() => Carry(protocol.Renew(held, parent.Now), worker));

    public void CheckLeases() => mailbox.Enqueue(() => Carry(protocol.CheckLeases(parent.Now), default));

    public void Assign(WorkerId worker, int slots, int allSlots) => mailbox.Enqueue(() =>
    {
        var step = protocol.Assign(worker, slots, allSlots, parent.Now);
        Carry(step, worker, () =>
        {
            announcedPriority = protocol.HasWork(parent.Now) ? announcedPriority : null;
            var count = step.ToWorker is AssignRuns assignment ? assignment.Runs.Length : 0;
            parent.WorkAssigned(id, worker, count, protocol.HasWork(parent.Now));
        });
    });

    public void Release(WorkerId worker, RequeueCause cause) => mailbox.Enqueue(() =>
        Carry(protocol.Release(worker, cause, parent.Now), worker, () => parent.WorkerRunsReleased(id, worker, cause)));

    public void StoreCheckpoint(StoreCheckpoint part) => mailbox.Enqueue(() =>
    {
        if (!protocol.State.IsCurrent(part.Attempt))
        {
            parent.Send(part.WorkerId, new CheckpointStored(id, part.Attempt, part.Epoch));
        }
        else if (Keeper(part.Attempt.Run) is var keeper && keeper.Has(part))
        {
            Carry(protocol.RecordCheckpoint(part.Attempt, keeper.Latest!.Epoch, parent.Now), part.WorkerId);
        }
        else if (keeper.Add(part) is { } whole)
        {
            saving.Enqueue((whole, part.WorkerId));
        }
    });

    public void RequestCheckpoint(RequestCheckpoint request) =>
        mailbox.Enqueue(() => parent.Send(request.WorkerId, Keeper(request.Attempt.Run).PartFor(request)));

    /// <summary>Runs may have paused long enough.</summary>
    public void TellOfWork()
    {
        if (!IsPersisting && protocol.HasWork(parent.Now) && announcedPriority != protocol.State.Priority)
        {
            announcedPriority = protocol.State.Priority;
            parent.WorkAvailable(id, protocol.State.Priority);
        }
    }

    /// <summary>Receives the next message, unless events are being written.</summary>
    public void TakeIn()
    {
        if (!IsPersisting && mailbox.TryDequeue(out var next))
        {
            next();
        }
    }

    /// <summary>The journal stores the events that are being written.</summary>
    public void Commit() => store.Append(persisting!.Value.Events);

    /// <summary>Applies the stored events, and sends the answers.</summary>
    public void Persisted()
    {
        var (events, then) = persisting!.Value;
        persisting = null;
        foreach (var @event in events)
        {
            protocol.Apply(@event, parent.Now);
            if (@event is RunCompleted completed && protocol.State.Run(completed.Attempt.Run).CheckpointEpoch > 0)
            {
                store.DeleteCheckpoint(id, completed.Attempt.Run);
                keepers.Remove(completed.Attempt.Run);
            }
        }

        then();
    }

    /// <summary>The store keeps a checkpoint.</summary>
    public void CommitCheckpoint() => store.Store(saving.Peek().Checkpoint);

    /// <summary>Announces a stored checkpoint.</summary>
    public void CheckpointSaved()
    {
        var (checkpoint, worker) = saving.Dequeue();
        Keeper(checkpoint.Attempt.Run).Saved();
        mailbox.Enqueue(() => Carry(protocol.RecordCheckpoint(checkpoint.Attempt, checkpoint.Epoch, parent.Now), worker));
    }

    private CheckpointKeeper Keeper(int run)
    {
        if (!keepers.TryGetValue(run, out var keeper))
        {
            keepers[run] = keeper = new CheckpointKeeper(id);
            if (store.Checkpoint(id, run) is { } stored)
            {
                keeper.Recovered(stored);
            }
        }

        return keeper;
    }

    private void Carry(ExperimentStep step, WorkerId worker, Action? then = null)
    {
        void Answer()
        {
            then?.Invoke();
            foreach (var message in ((object?[])[step.Reply, step.ToWorker]).OfType<IWorkerMessage>())
            {
                parent.Send(worker, message);
            }

            TellOfWork();
        }

        if (step.Events.IsEmpty)
        {
            Answer();
        }
        else
        {
            persisting = (step.Events, Answer);
        }
    }
}
