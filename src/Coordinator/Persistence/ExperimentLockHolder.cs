using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>Takes locks where other processes see them. Called by one thread at a time.</summary>
internal abstract class ExperimentLockHolder : IDisposable
{
    /// <summary>Takes a lock that this holder does not hold: the token of its loss, or null when another process holds it.</summary>
    public abstract CancellationToken? TryTake(ExperimentId id);

    /// <summary>Lets go of one.</summary>
    public abstract void Release(ExperimentId id);

    /// <summary>Counts all as lost, where the database may not answer.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Lets go of all.</summary>
    public abstract void Dispose();
}
