using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using NNOptim.Shared.Experiments;
using Npgsql;

namespace NNOptim.Coordinator.Persistence;

/// <summary>
/// Advisory locks of one PostgreSQL session, which the server frees when the session ends, however it ends. The session is
/// asked every second whether it still lives; when it does not answer, all its locks are lost.
/// </summary>
/// <remarks>
/// A process that was only cut off from the server loses its locks there after about nine seconds without an answer to
/// TCP keep-alives, and notices it itself no later than the answer to its next question is overdue.
/// </remarks>
internal sealed class SessionLockHolder(PostgreSqlDatabase database) : ExperimentLockHolder
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Session? session;

    public override CancellationToken? TryTake(ExperimentId id)
    {
        lock (gate)
        {
            if (session is { Lost.IsCancellationRequested: true })
            {
                session.Dispose();
                session = null;
            }

            session ??= new Session(database);
            return session.Ask("SELECT pg_try_advisory_lock(@key)", KeyOf(id)) ? session.Lost : null;
        }
    }

    public override void Release(ExperimentId id)
    {
        lock (gate)
        {
            try
            {
                session?.Ask("SELECT pg_advisory_unlock(@key)", KeyOf(id));
            }
            catch (DbException)
            {
                // The session is gone, and the lock with it.
            }
        }
    }

    public override void Dispose()
    {
        lock (gate)
        {
            session?.Dispose();
            session = null;
        }
    }

    /// <summary>The eight letters of an id as the eight bytes of a key.</summary>
    internal static long KeyOf(ExperimentId id) => BinaryPrimitives.ReadInt64BigEndian(Encoding.ASCII.GetBytes(id.Value));

    private sealed class Session : IDisposable
    {
        private readonly Lock gate = new();
        private readonly NpgsqlConnection connection;
        private readonly CancellationTokenSource lost = new();
        private readonly CancellationToken lostToken;
        private readonly Timer ping;

        public Session(PostgreSqlDatabase database)
        {
            connection = database.OpenSession();
            lostToken = lost.Token;
            ping = new Timer(_ => Ping(), null, PingInterval, PingInterval);
        }

        public CancellationToken Lost => lostToken;

        public bool Ask(string sql, long key)
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

        public void Dispose()
        {
            ping.Dispose();
            lock (gate)
            {
                connection.Dispose();
            }
        }

        private void Ping()
        {
            // A ping that found the session busy has had its answer: something else was asked.
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
            // Those who are told are told on other threads: this one holds the gate, and they may let go of their locks at once.
            _ = lost.CancelAsync();
        }
    }
}
