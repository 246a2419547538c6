using System.Buffers.Binary;
using System.Text;
using NNOptim.Experiments;

namespace NNOptim.Persistence;

/// <summary>The experiments' advisory locks in one PostgreSQL session. A lost session is replaced when the next lock is taken.</summary>
internal sealed class SessionLockHolder(PostgreSqlDatabase database) : ExperimentLockHolder
{
    private readonly Lock gate = new();
    private LockSession? session;

    public override CancellationToken? TryTake(ExperimentId id)
    {
        lock (gate)
        {
            if (session is { Lost.IsCancellationRequested: true })
            {
                session.Dispose();
                session = null;
            }

            session ??= new LockSession(database);
            return session.TryTake(KeyOf(id)) ? session.Lost : null;
        }
    }

    public override void Release(ExperimentId id)
    {
        lock (gate)
        {
            session?.Release(KeyOf(id));
        }
    }

    /// <remarks>Does not take the gate, whose holder may wait for the server.</remarks>
    public override void Abandon() => session?.Abandon();

    public override void Dispose()
    {
        lock (gate)
        {
            session?.Dispose();
            session = null;
        }
    }

    /// <summary>The eight characters of an id as the eight bytes of a key.</summary>
    internal static long KeyOf(ExperimentId id) => BinaryPrimitives.ReadInt64BigEndian(Encoding.ASCII.GetBytes(id.Value));
}
