using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>Takes locks that other processes see. Called by one thread at a time.</summary>
internal abstract class ExperimentLockHolder : IDisposable
{
    /// <summary>
    /// Takes a lock that this holder does not hold. Returns the token of its loss, or null when another process holds it.
    /// </summary>
    public abstract CancellationToken? TryTake(ExperimentId id);

    /// <summary>Releases a lock.</summary>
    public abstract void Release(ExperimentId id);

    /// <summary>Treats all locks as lost, without contacting a database that may not answer.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Releases all locks.</summary>
    public abstract void Dispose();
}
