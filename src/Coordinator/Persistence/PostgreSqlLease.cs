using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Coordination;
using Akka.Event;

namespace NNOptim.Coordinator.Persistence;

/// <summary>
/// A lease of Akka.Coordination that is an advisory lock of a PostgreSQL session: what the cluster's singleton holds while it
/// lives, and what decides which side of a partition stays. It needs no clocks: the server frees it with the session.
/// </summary>
/// <param name="settings">Its name, and a configuration with a <c>connection-string</c>.</param>
/// <param name="system">The node; leases are made by reflection, with these two arguments.</param>
public sealed class PostgreSqlLease(LeaseSettings settings, ExtendedActorSystem system) : Lease(settings)
{
    private readonly PostgreSqlDatabase database = new(settings.LeaseConfig.GetString("connection-string"));
    private readonly long key = KeyOf(settings.LeaseName);
    private readonly Lock gate = new();
    private LockSession? session;

    /// <inheritdoc/>
    public override Task<bool> Acquire() => Acquire(_ => { });

    /// <inheritdoc/>
    public override Task<bool> Acquire(Action<Exception> leaseLostCallback) => Task.Run(() =>
    {
        lock (gate)
        {
            return IsHeld || TryAcquire(leaseLostCallback);
        }
    });

    /// <inheritdoc/>
    public override Task<bool> Release() => Task.Run(() =>
    {
        lock (gate)
        {
            session?.Dispose();
            session = null;
            return true;
        }
    });

    /// <inheritdoc/>
    public override bool CheckLease()
    {
        lock (gate)
        {
            return IsHeld;
        }
    }

    private bool IsHeld => session is { Lost.IsCancellationRequested: false };

    private static long KeyOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private bool TryAcquire(Action<Exception> leaseLostCallback)
    {
        session?.Dispose();
        session = null;
        LockSession? opened = null;
        try
        {
            opened = new LockSession(database);
            if (!opened.TryTake(key))
            {
                opened.Dispose();
                return false;
            }
        }
        catch (DbException error)
        {
            opened?.Dispose();
            system.Log.Warning("The lease {0} could not be asked for: {1}", Settings.LeaseName, error.Message);
            return false;
        }

        opened.Lost.Register(() => leaseLostCallback(new LeaseException($"the session that held {Settings.LeaseName} is gone")));
        session = opened;
        return true;
    }
}
