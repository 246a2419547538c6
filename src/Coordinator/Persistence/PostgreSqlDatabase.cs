using System.Data.Common;
using NNOptim.Hosting;
using Npgsql;

namespace NNOptim.Persistence;

/// <summary>A PostgreSQL database.</summary>
public sealed record PostgreSqlDatabase : JournalDatabase
{
    /// <summary>The key of the advisory lock under which tables are created: <c>nnoptim</c> in ASCII.</summary>
    internal const long TablesLockKey = 0x6E6E6F7074696D;

    /// <summary>
    /// Makes the server end a session, its locks and its open transaction about nine seconds after the client's last message. Keep-alives
    /// detect this when everything was acknowledged; the user time-out does when an answer was not. The operating system of a suspended
    /// process still acknowledges, so the last setting ends its open transaction.
    /// </summary>
    private const string NoticeLostClients =
        "-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=9000 -c idle_in_transaction_session_timeout=15000";

    /// <summary>The database of a connection string that names a host and a database.</summary>
    /// <exception cref="ArgumentException">The connection string has an unknown key or a value that is not allowed.</exception>
    public PostgreSqlDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Name = PasswordFree(settings);
        settings.ApplicationName ??= NodeSettings.SystemName;
        // The caller's options come last, and so take effect.
        settings.Options = $"{NoticeLostClients} {settings.Options}".TrimEnd();
        ConnectionString = settings.ConnectionString;
    }

    private PostgreSqlDatabase(string connectionString, string name) => (ConnectionString, Name) = (connectionString, name);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string ConnectionString { get; }

    /// <inheritdoc/>
    public override string Directory => DataFolder.Path;

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqlDialect.PostgreSql;

    internal override string ProviderName => "PostgreSQL.15";

    internal override bool HasSeveralWriters => true;

    internal override bool PluginCreatesTables => false;

    /// <inheritdoc/>
    public override void Prepare()
    {
        System.IO.Directory.CreateDirectory(Directory);
        using var connection = Open();
        if (!HasTable(connection) || !Answers(connection, LeaseStatements.TablesExist))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({TablesLockKey})");
            Execute(connection, PostgreSqlTables.Statements);
            Execute(connection, LeaseStatements.CreateTables);
            transaction.Commit();
        }

        // Detects missing permissions before hours of training.
        Execute(connection, "INSERT INTO journal SELECT * FROM journal WHERE FALSE; DELETE FROM snapshot WHERE FALSE");
    }

    /// <inheritdoc/>
    public override DbConnection? OpenToRead()
    {
        var connection = Open();
        if (HasTable(connection))
        {
            return connection;
        }

        connection.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override DbConnection OpenToWrite() => Opened(new NpgsqlConnection(
        new NpgsqlConnectionStringBuilder(ConnectionString) { MaxAutoPrepare = 40, AutoPrepareMinUsages = 2 }.ConnectionString));

    /// <inheritdoc/>
    public bool Equals(PostgreSqlDatabase? other) => other is not null && ConnectionString == other.ConnectionString;

    /// <inheritdoc/>
    public override int GetHashCode() => ConnectionString.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override CoordinatorLease CreateLease(string address, TimeProvider time) => new PostgreSqlLease(this, address, time);

    /// <summary>The application name of the sessions of a coordinator's process, by which its successor finds them.</summary>
    internal static string ApplicationOf(string instance) => $"{NodeSettings.SystemName} {instance}";

    /// <summary>The same database for one term of a coordinator. It refuses writes once another epoch has begun.</summary>
    internal PostgreSqlDatabase Fenced(long epoch, string instance)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = ApplicationOf(instance) };
        settings.Options = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{settings.Options} -c nnoptim.epoch={epoch}");
        return new PostgreSqlDatabase(settings.ConnectionString, Name);
    }

    internal override ExperimentLockHolder CreateLockHolder() => new SessionLockHolder(this);

    /// <summary>A connection outside every pool. It gives up before the server does: a query may take 5 s.</summary>
    internal NpgsqlConnection OpenSession() => Opened(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        Pooling = false,
        Timeout = 5,
        CommandTimeout = 5,
        // No attempt to cancel the query, which would wait for the same server for seconds more.
        CancellationTimeout = -1,
    }.ConnectionString));

    private NpgsqlConnection Open() => Opened(new NpgsqlConnection(ConnectionString));

    private static NpgsqlConnection Opened(NpgsqlConnection connection)
    {
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool HasTable(NpgsqlConnection connection) =>
        Answers(connection, "SELECT to_regclass('journal') IS NOT NULL AND to_regclass('snapshot') IS NOT NULL AND to_regclass('tags') IS NOT NULL");

    private static bool Answers(NpgsqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of the program
        command.CommandText = sql;
#pragma warning restore CA2100
        return (bool)command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of the program
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string PasswordFree(NpgsqlConnectionStringBuilder settings)
    {
        var shown = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        shown.Remove(nameof(shown.Password));
        shown.Remove("SSL Password");
        return shown.ConnectionString;
    }
}
