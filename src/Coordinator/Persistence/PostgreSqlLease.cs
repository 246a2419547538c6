using System.Reflection;
using Dapper;
using NNOptim.Protocol;
using Npgsql;

namespace NNOptim.Persistence;

/// <summary>
/// The lease of a PostgreSQL database: one row with an epoch and an expiry by the database's clock. An expired lease may be taken. So may
/// one that a standby has not seen renewed for its duration by its own clock, since the database's clock may be changed.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="address">
/// The address of this process, as <c>host:port</c>. The caller made sure that no other process listens there.
/// </param>
/// <param name="time">The clock.</param>
[DapperAot]
internal sealed class PostgreSqlLease(PostgreSqlDatabase database, string address, TimeProvider time) : CoordinatorLease
{
    private readonly string instance = Guid.NewGuid().ToString("N");
    private readonly Lock gate = new();
    private NpgsqlConnection? session;
    private bool hasLooked;
    private Row? seen;
    private long seenAt;
    private long epoch;

    /// <inheritdoc/>
    public override LeaseTerm? TryTake() => Query(connection =>
    {
        var row = ReadRow(connection);
        Holder = row.IsLive ? row.Address : "";
        if (!MayTake(row))
        {
            RefuseOtherVersion(row);
            return null;
        }

        if (!Take(connection, row))
        {
            return null;
        }

        epoch = row.Epoch + 1;
        Holder = address;
        return new LeaseTerm(epoch, database.Fenced(epoch, instance));
    });

    /// <inheritdoc/>
    public override bool Renew() => Query(connection => Execute(connection, null, LeaseStatements.Renew, ("epoch", epoch), ("duration", Duration)) == 1);

    /// <inheritdoc/>
    public override void Release() => Query(connection => Execute(connection, null, LeaseStatements.Release, ("epoch", epoch)));

    /// <inheritdoc/>
    public override void Dispose()
    {
        session?.Dispose();
        session = null;
    }

    /// <summary>For people only: the protocol version decides.</summary>
    private static string ProgramVersion { get; } =
        typeof(PostgreSqlLease).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private bool MayTake(Row row)
    {
        if (seen is null || (seen.Epoch, seen.Renewals) != (row.Epoch, row.Renewals))
        {
            (seen, seenAt) = (row, time.GetTimestamp());
        }

        // A process of this machine at this address is gone: this process has just found that nobody listens there.
        var isPredecessor = !hasLooked && row.Machine == Environment.MachineName && row.Address == address;
        hasLooked = true;
        return !row.IsLive || isPredecessor || time.GetElapsedTime(seenAt) > Duration;
    }

    private bool Take(NpgsqlConnection connection, Row before)
    {
        using (var transaction = connection.BeginTransaction())
        {
            try
            {
                Execute(connection, transaction, LeaseStatements.ExcludeWriters);
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                transaction.Rollback();
                if (ReadRow(connection) is var row && (row.Epoch, row.Renewals) == (before.Epoch, before.Renewals))
                {
                    EndSessions(connection, null);
                }

                return false;
            }

            var taken = Execute(
                connection, transaction, LeaseStatements.Take, ("epoch", before.Epoch), ("renewals", before.Renewals), ("duration", Duration), ("holder", instance),
                ("address", address), ("machine", Environment.MachineName), ("protocol", ProtocolVersion.Current), ("program", ProgramVersion)) == 1;
            if (taken)
            {
                // Without this the lease is not taken: locks of a suspended process would block its experiments for good.
                EndSessions(connection, transaction);
                transaction.Commit();
            }

            return taken;
        }
    }

    private void EndSessions(NpgsqlConnection connection, NpgsqlTransaction? transaction) =>
        Execute(connection, transaction, LeaseStatements.EndSessions, ("own", PostgreSqlDatabase.ApplicationOf(instance)));

    /// <summary>A standby with another protocol version could not continue the holder's work.</summary>
    private static void RefuseOtherVersion(Row row)
    {
        if (!ProtocolVersion.IsSupported(row.Protocol))
        {
            throw new LeaseRefusedException(
                $"The coordinator on {row.Address} uses protocol version {row.Protocol} (program {row.Program}), and this one uses {ProtocolVersion.Supported} "
                + $"(program {ProgramVersion}). Start the program version that runs there, or stop all coordinators of that version first.",
                isUsersMistake: false);
        }
    }

    private T Query<T>(Func<NpgsqlConnection, T> ask)
    {
        lock (gate)
        {
            try
            {
                return ask(session ??= database.OpenSession());
            }
            catch
            {
                // The next call opens another session.
                session?.Dispose();
                session = null;
                throw;
            }
        }
    }

    private static Row ReadRow(NpgsqlConnection connection) => connection.QuerySingle<Row>(LeaseStatements.Read);

    private static int Execute(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, params (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // every text is a constant of LeaseStatements
        using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }

    internal sealed record Row(long Epoch, string Address, string Machine, int Protocol, string Program, long Renewals, bool IsLive);
}
