using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Scheduling;

namespace NNOptim.Coordinator.Actors;

/// <summary>Run's checkpoint to experiment: the checkpoint is stored.</summary>
/// <param name="Attempt">The attempt that took it.</param>
/// <param name="Epoch">The number of epochs trained.</param>
/// <param name="Worker">The worker to notify.</param>
internal sealed record CheckpointSaved(RunAttempt Attempt, int Epoch, IActorRef Worker);

/// <summary>
/// Stores the latest checkpoint of one run in the snapshot store, and sends it in parts. Each checkpoint overwrites the row of the previous
/// one. The actor stops when it is idle.
/// </summary>
internal sealed class RunCheckpointActor : ReceivePersistentActor
{
    private static readonly TimeSpan IdleDuration = TimeSpan.FromMinutes(1);

    private readonly ExperimentId id;
    private readonly int run;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly CheckpointKeeper keeper;
    private IActorRef worker = ActorRefs.Nobody;
    private bool deleteRequested;

    public RunCheckpointActor(ExperimentId id, int run)
    {
        this.id = id;
        this.run = run;
        keeper = new CheckpointKeeper(id);
        PersistenceId = CheckpointStream.NameOf(id, run);
        Recover<SnapshotOffer>(offer => keeper.Recovered((RunCheckpoint)offer.Snapshot));

        Command<StoreCheckpoint>(OnPart);
        Command<RequestCheckpoint>(request => Sender.Tell(keeper.PartFor(request)));
        Command<SaveSnapshotSuccess>(_ => OnSaved());
        Command<SaveSnapshotFailure>(OnNotSaved);
        Command<Delete>(_ => OnDelete());
        Command<DeleteSnapshotsSuccess>(_ => Context.Stop(Self));
        Command<DeleteSnapshotsFailure>(_ => Context.Stop(Self));
        Command<ReceiveTimeout>(_ => OnIdle());
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <summary>The props of the actor of a run's checkpoint.</summary>
    public static Props Props(ExperimentId id, int run) => Akka.Actor.Props.Create(() => new RunCheckpointActor(id, run));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        Context.SetReceiveTimeout(IdleDuration);
    }

    private void OnPart(StoreCheckpoint part)
    {
        if (keeper.Has(part))
        {
            Context.Parent.Tell(new CheckpointSaved(part.Attempt, keeper.Latest!.Epoch, Sender));
            return;
        }

        worker = Sender;
        if (keeper.Add(part) is { } whole)
        {
            SaveSnapshot(whole);
        }
    }

    private void OnSaved()
    {
        if (keeper.Saved() is { } latest)
        {
            Context.Parent.Tell(new CheckpointSaved(latest.Attempt, latest.Epoch, worker));
        }

        DeleteAfterSave();
    }

    private void OnNotSaved(SaveSnapshotFailure failure)
    {
        log.Warning(failure.Cause, "The checkpoint of run {Run} of experiment {Experiment} could not be stored", run, id);
        keeper.NotSaved();
        DeleteAfterSave();
    }

    private void OnDelete()
    {
        deleteRequested = true;
        DeleteAfterSave();
    }

    /// <summary>Waits for a save in progress: the store works concurrently, and the save would outlive a deletion that overtakes it.</summary>
    private void DeleteAfterSave()
    {
        if (deleteRequested && !keeper.IsSaving)
        {
            DeleteSnapshots(SnapshotSelectionCriteria.Latest);
        }
    }

    private void OnIdle()
    {
        if (!keeper.IsSaving)
        {
            Context.Stop(Self);
        }
    }

    /// <summary>Experiment to run's checkpoint: delete it, because the run has ended.</summary>
    internal sealed record Delete
    {
        public static Delete Instance { get; } = new();
    }
}
