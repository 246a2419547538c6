using System.Data.Common;
using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>
/// The experiments that this process may write. A second process cannot lock an experiment that this one holds. Within the process a lock
/// may be taken several times, and is released when all takers have released it. Thread-safe.
/// </summary>
public sealed class ExperimentLocks(JournalDatabase database) : IDisposable
{
    private readonly Lock gate = new();
    private readonly ExperimentLockHolder holder = (database ?? throw new ArgumentNullException(nameof(database))).CreateLockHolder();
    private readonly Dictionary<ExperimentId, Held> held = [];

    /// <summary>Takes the lock; null when another process holds it.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    /// <exception cref="IOException">The folder of locks cannot be created.</exception>
    public ExperimentLock? TryTake(ExperimentId id)
    {
        lock (gate)
        {
            if (held.TryGetValue(id, out var own) && !own.Lost.IsCancellationRequested)
            {
                own.Takers++;
                return Handle(id, own);
            }

            if (holder.TryTake(id) is not { } lost)
            {
                return null;
            }

            held[id] = own = new Held(lost) { Takers = 1 };
            return Handle(id, own);
        }
    }

    /// <summary>Treats all locks as lost, without waiting for a database that may not answer.</summary>
    public void Abandon() => holder.Abandon();

    /// <summary>Releases all locks.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            held.Clear();
            holder.Dispose();
        }
    }

    private ExperimentLock Handle(ExperimentId id, Held own) => new(() => Release(id, own), own.Lost);

    private void Release(ExperimentId id, Held own)
    {
        lock (gate)
        {
            // A lock that was lost and taken again is a different one.
            if (held.TryGetValue(id, out var current) && current == own && --own.Takers == 0)
            {
                held.Remove(id);
                holder.Release(id);
            }
        }
    }

    private sealed class Held(CancellationToken lost)
    {
        public CancellationToken Lost { get; } = lost;

        public int Takers { get; set; }
    }
}
