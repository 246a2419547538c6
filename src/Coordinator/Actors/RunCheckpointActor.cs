using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>Run's checkpoint to experiment: it is in the store.</summary>
/// <param name="Attempt">The attempt that took it.</param>
/// <param name="Epoch">The number of epochs trained.</param>
/// <param name="Worker">The worker to be told.</param>
internal sealed record CheckpointSaved(RunAttempt Attempt, int Epoch, IActorRef Worker);

/// <summary>
/// Keeps the latest checkpoint of one run in the snapshot store, in one row that each checkpoint takes over from the one
/// before, and hands it out in parts. Ends when it has not been asked for a while.
/// </summary>
internal sealed class RunCheckpointActor : ReceivePersistentActor
{
    private static readonly TimeSpan IdleDuration = TimeSpan.FromMinutes(1);

    private readonly ExperimentId id;
    private readonly int run;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private PartAssembly? incoming;
    private IActorRef worker = ActorRefs.Nobody;
    private RunCheckpoint? saving;
    private RunCheckpoint? latest;

    public RunCheckpointActor(ExperimentId id, int run)
    {
        this.id = id;
        this.run = run;
        PersistenceId = CheckpointStream.NameOf(id, run);
        Recover<SnapshotOffer>(offer => latest = (RunCheckpoint)offer.Snapshot);

        Command<StoreCheckpoint>(OnPart);
        Command<RequestCheckpoint>(OnRequest);
        Command<SaveSnapshotSuccess>(_ => OnSaved());
        Command<SaveSnapshotFailure>(OnNotSaved);
        Command<Delete>(_ => DeleteSnapshots(SnapshotSelectionCriteria.Latest));
        Command<DeleteSnapshotsSuccess>(_ => Context.Stop(Self));
        Command<DeleteSnapshotsFailure>(_ => Context.Stop(Self));
        Command<ReceiveTimeout>(_ => Context.Stop(Self));
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <summary>The recipe for the actor of a run's checkpoint.</summary>
    public static Props Props(ExperimentId id, int run) => Akka.Actor.Props.Create(() => new RunCheckpointActor(id, run));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        Context.SetReceiveTimeout(IdleDuration);
    }

    private void OnPart(StoreCheckpoint part)
    {
        if (latest is { } stored && stored.Epoch >= part.Epoch)
        {
            // Any attempt's checkpoint of an epoch holds the same bits.
            Context.Parent.Tell(new CheckpointSaved(part.Attempt, stored.Epoch, Sender));
            return;
        }

        if (incoming is null || !incoming.IsOf(part.Attempt, part.Epoch, part.Part.Count))
        {
            incoming = new PartAssembly(part.Attempt, part.Epoch, part.Part.Count);
        }

        worker = Sender;
        if (incoming.Add(part.Part) && saving is null)
        {
            saving = new RunCheckpoint(id, part.Attempt, part.Epoch, incoming.Whole());
            incoming = null;
            SaveSnapshot(saving);
        }
    }

    private void OnSaved()
    {
        latest = saving;
        saving = null;
        if (latest is not null)
        {
            Context.Parent.Tell(new CheckpointSaved(latest.Attempt, latest.Epoch, worker));
        }
    }

    private void OnNotSaved(SaveSnapshotFailure failure)
    {
        log.Warning(failure.Cause, "The checkpoint of run {Run} of experiment {Experiment} could not be stored", run, id);
        saving = null;
    }

    private void OnRequest(RequestCheckpoint request)
    {
        var part = latest is null ? new BinaryPart(0, 1, []) : BinaryPart.Of(latest.Bytes.AsSpan(), request.Index);
        Sender.Tell(new CheckpointPart(id, request.Attempt, latest?.Epoch ?? 0, part));
    }

    /// <summary>Experiment to run's checkpoint: the run has ended.</summary>
    internal sealed record Delete
    {
        public static Delete Instance { get; } = new();
    }

    /// <summary>The parts of one checkpoint as they come, in any order.</summary>
    private sealed class PartAssembly(RunAttempt attempt, int epoch, int count)
    {
        /// <summary>The most parts of a checkpoint: 256 MiB.</summary>
        private const int MostParts = 4096;

        private readonly ImmutableArray<byte>[] parts = new ImmutableArray<byte>[Math.Clamp(count, 1, MostParts)];
        private int missing = count is >= 1 and <= MostParts ? count : int.MaxValue;

        public bool IsOf(RunAttempt otherAttempt, int otherEpoch, int otherCount) =>
            (attempt, epoch, count) == (otherAttempt, otherEpoch, otherCount);

        /// <summary>Adds a part; gives whether all are there.</summary>
        public bool Add(BinaryPart part)
        {
            if (part.Index >= 0 && part.Index < parts.Length && parts[part.Index].IsDefault)
            {
                parts[part.Index] = part.Bytes;
                missing--;
            }

            return missing == 0;
        }

        public ImmutableArray<byte> Whole()
        {
            var whole = ImmutableArray.CreateBuilder<byte>(parts.Sum(part => part.Length));
            foreach (var part in parts)
            {
                whole.AddRange(part);
            }

            return whole.MoveToImmutable();
        }
    }
}
