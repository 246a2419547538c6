using System.Buffers.Binary;
using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using NNOptim.Shared.Protocol;

namespace NNOptim.Coordinator.Persistence;

/// <summary>
/// A place among the coordinators of a PostgreSQL database, which find each other by a table of it. A row counts while
/// its writer lives, which an advisory lock shows: no heartbeats, no clocks. Rows are numbered in the order in which nodes
/// came, so that of several that start at once exactly the first forms the cluster and the others join it.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="address">Where this node is reached, as <c>host:port</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedCoordinatorSeat(PostgreSqlDatabase database, string address, TimeProvider time) : CoordinatorSeat
{
    /// <summary>How long the server may take to notice that an earlier process of the same address is gone.</summary>
    private static readonly TimeSpan LongestAfterlife = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The columns of the version came later. A table is altered by its owner only, and so no more than once; those who know
    /// nothing of versions still write their rows.
    /// </summary>
    private const string MakeTable = """
        SELECT pg_advisory_xact_lock(@table_lock);
        CREATE TABLE IF NOT EXISTS coordinators
          (address text PRIMARY KEY, number bigserial NOT NULL, member boolean NOT NULL, protocol integer, program text);
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'coordinators'::regclass AND attname = 'protocol') THEN
            ALTER TABLE coordinators ADD COLUMN IF NOT EXISTS protocol integer, ADD COLUMN IF NOT EXISTS program text;
          END IF;
        END $$;
        """;

    private const string TakePlace = """
        DELETE FROM coordinators WHERE address = @address;
        INSERT INTO coordinators (address, member, protocol, program) VALUES (@address, FALSE, @protocol, @program);
        """;

    /// <summary>The protocol of programs that wrote none beside their address.</summary>
    private const int UnwrittenProtocol = 1;

    private readonly Lock gate = new();
    private LockSession? session;

    public override void Take()
    {
        Keep();
        using var connection = database.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        // Of two versions that start at once, the lock of the table lets one be there before the other looks.
        Execute(connection, transaction, MakeTable);
        RefuseOtherVersions(connection, transaction);
        Execute(connection, transaction, TakePlace);
        transaction.Commit();
    }

    public override void Keep() => Session();

    public override IReadOnlyList<string> NodesToJoin()
    {
        // A node that was taken for dead while it waits comes after those that came meanwhile.
        if (!IsHeld)
        {
            Take();
        }

        var rows = Rows();
        var own = rows.Single(row => row.Address == address);
        var others = rows.Where(row => row.Address != address && IsAlive(row.Address)).ToList();
        var members = others.Where(row => row.IsMember).ToList();
        var earlier = others.Where(row => row.Number < own.Number).ToList();
        return [.. (members.Count > 0 ? members : earlier).Select(row => row.Address)];
    }

    public override void Joined()
    {
        using var connection = database.OpenToWrite();
        Execute(connection, null, "UPDATE coordinators SET member = TRUE WHERE address = @address");
    }

    public override bool IsAlive(string other)
    {
        var own = Session();
        if (!own.TryTake(KeyOf(other)))
        {
            return true;
        }

        own.Release(KeyOf(other));
        return false;
    }

    public override void Dispose()
    {
        lock (gate)
        {
            session?.Dispose();
            session = null;
        }
    }

    /// <summary>For people: what decides is the protocol.</summary>
    private static string ProgramVersion { get; } =
        typeof(SharedCoordinatorSeat).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static long KeyOf(string address) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"coordinator {address}")));

    private bool IsHeld => session is { Lost.IsCancellationRequested: false };

    private LockSession Session()
    {
        lock (gate)
        {
            if (!IsHeld)
            {
                session?.Dispose();
                session = null;
                session = OpenSession();
            }

            return session!;
        }
    }

    private LockSession OpenSession()
    {
        var opened = new LockSession(database);
        try
        {
            var started = time.GetTimestamp();
            while (!opened.TryTake(KeyOf(address)))
            {
                if (time.GetElapsedTime(started) > LongestAfterlife)
                {
                    throw new CoordinatorSeatTakenException($"Another coordinator of {database} says that it listens on {address}.");
                }

                Task.Delay(RetryInterval, time).Wait();
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private List<(string Address, long Number, bool IsMember)> Rows()
    {
        using var connection = database.OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT address, number, member FROM coordinators ORDER BY number";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, long, bool)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetBoolean(2)));
        }

        return rows;
    }

    /// <summary>Nothing is written where a living coordinator speaks what this program does not.</summary>
    private void RefuseOtherVersions(DbConnection connection, DbTransaction transaction)
    {
        using var command = Command(connection, transaction, "SELECT address, protocol, program FROM coordinators WHERE address <> @address ORDER BY number");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var protocol = reader.IsDBNull(1) ? UnwrittenProtocol : reader.GetInt32(1);
            if (!ProtocolVersion.IsSpoken(protocol) && IsAlive(reader.GetString(0)))
            {
                throw new CoordinatorVersionException(
                    $"The coordinator on {reader.GetString(0)} speaks version {protocol} of the protocol (program {(reader.IsDBNull(2) ? "unknown" : reader.GetString(2))}), "
                    + $"and this one {ProtocolVersion.Spoken} (program {ProgramVersion}). Start the program version that runs there, or stop all coordinators of that version before this one is started.");
            }
        }
    }

    private void Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var command = Command(connection, transaction, sql);
        command.ExecuteNonQuery();
    }

    private DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every text is a constant of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        Add(command, "address", address);
        Add(command, "table_lock", PostgreSqlDatabase.TablesLockKey);
        Add(command, "protocol", ProtocolVersion.Current);
        Add(command, "program", ProgramVersion);
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
