using System.Data.Common;
using Npgsql;

namespace NNOptim.Persistence;

/// <summary>
/// One PostgreSQL session and its advisory locks, which the server releases when the session ends in any way. The session is queried every
/// second to see whether it is alive. When it does not answer, all its locks are lost. Thread-safe.
/// </summary>
/// <remarks>
/// A process that was cut off from the server loses its locks there about nine seconds after its last message. It notices this itself after
/// six seconds at most: one until the next query, five for the answer.
/// </remarks>
internal sealed class LockSession : IDisposable
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly NpgsqlConnection connection;
    private readonly CancellationTokenSource lost = new();
    private readonly Timer ping;

    /// <summary>Opens a session.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public LockSession(PostgreSqlDatabase database)
    {
        connection = database.OpenSession();
        Lost = lost.Token;
        ping = new Timer(_ => Ping(), null, PingInterval, PingInterval);
    }

    /// <summary>Cancelled when the session is gone and its locks with it.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Takes the lock of a key; false when another session holds it.</summary>
    /// <exception cref="DbException">The session is gone.</exception>
    public bool TryTake(long key) => Ask("SELECT pg_try_advisory_lock(@key)", key);

    /// <summary>Releases the lock of a key; no effect when the session is gone.</summary>
    public void Release(long key)
    {
        if (Lost.IsCancellationRequested)
        {
            return;
        }

        try
        {
            Ask("SELECT pg_advisory_unlock(@key)", key);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            // The session is gone, and the lock with it.
        }
    }

    /// <summary>Treats the locks as lost, without contacting a server that may not answer.</summary>
    public void Abandon() => Lose();

    /// <summary>Ends the session, and with it its locks.</summary>
    public void Dispose()
    {
        ping.Dispose();
        lock (gate)
        {
            connection.Dispose();
        }
    }

    private bool Ask(string sql, long key)
    {
        lock (gate)
        {
            try
            {
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class
                command.CommandText = sql;
#pragma warning restore CA2100
                command.Parameters.AddWithValue("key", key);
                return (bool)command.ExecuteScalar()!;
            }
            catch (Exception error) when (error is DbException or InvalidOperationException)
            {
                Lose();
                throw;
            }
        }
    }

    private void Ping()
    {
        // A ping that finds the session busy needs no query of its own: another query is in progress.
        if (!gate.TryEnter())
        {
            return;
        }

        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            command.ExecuteScalar();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException)
        {
            Lose();
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Lose()
    {
        ping.Dispose();
        // Subscribers are notified on other threads: this one holds the gate, and they may release their locks at once.
        _ = lost.CancelAsync();
    }
}
