using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>
/// Holds the latest checkpoint of one run, and collects the parts of the next one. Parts may come in any order and more than once. No
/// actor, no I/O: the caller stores what it is given and reports the outcome.
/// </summary>
/// <param name="id">The experiment.</param>
public sealed class CheckpointKeeper(ExperimentId id)
{
    private PartAssembly? incoming;
    private RunCheckpoint? saving;

    /// <summary>The checkpoint in the store; null when there is none.</summary>
    public RunCheckpoint? Latest { get; private set; }

    /// <summary>Whether a checkpoint is being stored and the outcome is not known yet.</summary>
    public bool IsSaving => saving is not null;

    /// <summary>Restores the checkpoint that was in the store.</summary>
    public void Recovered(RunCheckpoint checkpoint) => Latest = checkpoint;

    /// <summary>
    /// Whether the store has the checkpoint of a part's epoch or a later one. The attempt does not matter: all attempts produce the same
    /// bits.
    /// </summary>
    public bool Has(StoreCheckpoint part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Latest is { } stored && stored.Epoch >= part.Epoch;
    }

    /// <summary>Accepts a part. Returns the checkpoint to store now; null when it is incomplete or another one is being stored.</summary>
    public RunCheckpoint? Add(StoreCheckpoint part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (incoming is null || !incoming.IsOf(part.Attempt, part.Epoch, part.Part.Count))
        {
            incoming = new PartAssembly(part.Attempt, part.Epoch, part.Part.Count);
        }

        if (!incoming.Add(part.Part) || saving is not null)
        {
            return null;
        }

        saving = new RunCheckpoint(id, part.Attempt, part.Epoch, incoming.Whole());
        incoming = null;
        return saving;
    }

    /// <summary>Records that the checkpoint to store is stored. Returns it.</summary>
    public RunCheckpoint? Saved()
    {
        (Latest, saving) = (saving ?? Latest, null);
        return Latest;
    }

    /// <summary>Records that the checkpoint could not be stored.</summary>
    public void NotSaved() => saving = null;

    /// <summary>The part that a worker asks for.</summary>
    public CheckpointPart PartFor(RequestCheckpoint request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var part = Latest is null ? new BinaryPart(0, 1, []) : BinaryPart.Cut(Latest.Bytes.AsSpan(), request.Index);
        return new CheckpointPart(id, request.Attempt, Latest?.Epoch ?? 0, part);
    }

    /// <summary>Collects the parts of one checkpoint.</summary>
    private sealed class PartAssembly(RunAttempt attempt, int epoch, int count)
    {
        private readonly ImmutableArray<byte>[] parts = new ImmutableArray<byte>[Math.Clamp(count, 1, RunCheckpoint.MaxParts)];
        private int missing = count is >= 1 and <= RunCheckpoint.MaxParts ? count : int.MaxValue;

        public bool IsOf(RunAttempt otherAttempt, int otherEpoch, int otherCount) =>
            (attempt, epoch, count) == (otherAttempt, otherEpoch, otherCount);

        /// <summary>Adds a part. Returns whether all parts are there.</summary>
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
