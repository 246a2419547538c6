using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>
/// The history's tables, which <c>docs/history.md</c> describes. <see cref="DeclaredSchema"/> adds the columns of declarations. The tables
/// can be rebuilt from the journal.
/// </summary>
internal static class HistorySchema
{
    /// <summary>The version of the tables. Tables of an earlier version are dropped and rebuilt.</summary>
    public const int Version = 5;

    /// <summary>The table that holds the version.</summary>
    public const string VersionTable = "history_schema";

    /// <summary>The key of the advisory lock that writers of the tables hold: <c>history</c> in ASCII.</summary>
    private const long LockKey = 0x686973746F7279;

    /// <summary>All tables. The first column of all but the last is the experiment's id.</summary>
    public static readonly ImmutableArray<string> Tables =
        ["experiments", "experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions", VersionTable];

    /// <summary>Tables of earlier versions.</summary>
    private static readonly ImmutableArray<string> FormerTables = ["cells"];

    /// <summary>
    /// The columns of <c>configurations</c> and <c>runs</c> that every experiment has. No parameter or metric may have one of these names.
    /// </summary>
    public static readonly ImmutableArray<string> FixedColumns =
    [
        "experiment_id", "configuration", "budget", "run", "seed", "state", "attempts", "worker", "checkpoint_epoch", "ended_at", "epochs_trained",
        "diverged_at_epoch", "training_seconds", "failure_reason", "confirmation",
    ];

    /// <summary>Creates the tables if they are missing or have an earlier version. Returns whether they existed.</summary>
    /// <exception cref="HistoryVersionException">The tables have a later version.</exception>
    public static bool Ensure(DbConnection connection, SqlDialect dialect)
    {
        var found = VersionOf(connection, dialect);
        if (found == Version)
        {
            return true;
        }

        if (found > Version)
        {
            throw new HistoryVersionException(
                $"the history tables have version {found}, and this program supports {Version}; use the later program, or nnoptim history rebuild");
        }

        Create(connection, dialect, onlyIfOlder: true);
        return false;
    }

    /// <summary>Drops all tables and creates empty ones.</summary>
    public static void Recreate(DbConnection connection, SqlDialect dialect) => Create(connection, dialect, onlyIfOlder: false);

    /// <summary>Whether the tables exist in this version.</summary>
    public static bool IsThere(DbConnection connection, SqlDialect dialect) => VersionOf(connection, dialect) == Version;

    /// <summary>The missing tables.</summary>
    public static IReadOnlyList<string> Missing(DbConnection connection, SqlDialect dialect, DbTransaction? transaction = null)
    {
        var wanted = string.Join(", ", Tables.Select(table => $"('{table}')"));
        var found = connection.Query<string>(
            dialect == SqlDialect.Sqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : $"SELECT name FROM (VALUES {wanted}) AS wanted (name) WHERE to_regclass(name) IS NOT NULL",
            transaction: transaction);
        return [.. Tables.Except(found, StringComparer.Ordinal)];
    }

    /// <summary>Begins a transaction that excludes other writers of the tables.</summary>
    public static DbTransaction BeginWriting(DbConnection connection, SqlDialect dialect)
    {
        var transaction = connection.BeginTransaction();
        try
        {
            if (dialect == SqlDialect.PostgreSql)
            {
                connection.Execute($"SELECT pg_advisory_xact_lock({LockKey})", transaction: transaction);
            }

            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    private static void Create(DbConnection connection, SqlDialect dialect, bool onlyIfOlder)
    {
        using var transaction = BeginWriting(connection, dialect);
        if (!onlyIfOlder || VersionOf(connection, dialect, transaction) < Version)
        {
            foreach (var table in Tables.Concat(FormerTables))
            {
                connection.Execute($"DROP TABLE IF EXISTS {table}", transaction: transaction);
            }

            connection.Execute(Statements(dialect), transaction: transaction);
            connection.Execute($"INSERT INTO history_schema (version) VALUES ({Version})", transaction: transaction);
        }

        transaction.Commit();
    }

    /// <summary>The version of the tables; 0 if a table of this version is missing.</summary>
    private static int VersionOf(DbConnection connection, SqlDialect dialect, DbTransaction? transaction = null)
    {
        var missing = Missing(connection, dialect, transaction);
        if (missing.Contains(VersionTable))
        {
            return 0;
        }

        var version = connection.ExecuteScalar<int?>($"SELECT MAX(version) FROM {VersionTable}", transaction: transaction) ?? 0;
        return version == Version && missing.Count > 0 ? 0 : version;
    }

    private static string Statements(SqlDialect dialect)
    {
        var time = dialect == SqlDialect.Sqlite ? "TEXT" : "TIMESTAMP WITH TIME ZONE";
        var clustered = dialect == SqlDialect.Sqlite ? " WITHOUT ROWID" : "";
        return $"""
            CREATE TABLE history_schema (version INTEGER NOT NULL);
            CREATE TABLE experiments (
              id TEXT NOT NULL PRIMARY KEY,
              name TEXT NOT NULL,
              description TEXT NOT NULL,
              state TEXT NOT NULL,
              priority INTEGER NOT NULL,
              submitted_at {time} NOT NULL,
              ended_at {time},
              runs INTEGER NOT NULL,
              completed INTEGER NOT NULL,
              diverged INTEGER NOT NULL,
              failed INTEGER NOT NULL,
              cancelled INTEGER NOT NULL,
              confirmations INTEGER NOT NULL,
              finalists INTEGER NOT NULL,
              fresh_seeds INTEGER NOT NULL,
              note TEXT NOT NULL,
              archived BOOLEAN NOT NULL,
              specification TEXT NOT NULL,
              dataset TEXT NOT NULL,
              dataset_sha256 TEXT,
              record_every INTEGER NOT NULL,
              program_version TEXT NOT NULL,
              runtime TEXT NOT NULL,
              operating_system TEXT NOT NULL,
              processor TEXT NOT NULL,
              processors INTEGER NOT NULL,
              vector_bits INTEGER NOT NULL,
              command_line TEXT NOT NULL,
              journal_position BIGINT NOT NULL,
              annotations_position BIGINT NOT NULL
            );
            CREATE INDEX experiments_submitted_at_idx ON experiments (submitted_at);
            CREATE TABLE experiment_tags (
              experiment_id TEXT NOT NULL,
              tag TEXT NOT NULL,
              PRIMARY KEY (experiment_id, tag)
            ){clustered};
            CREATE TABLE configurations (
              experiment_id TEXT NOT NULL,
              configuration INTEGER NOT NULL,
              budget INTEGER NOT NULL,
              PRIMARY KEY (experiment_id, configuration)
            ){clustered};
            CREATE TABLE runs (
              experiment_id TEXT NOT NULL,
              run INTEGER NOT NULL,
              configuration INTEGER NOT NULL,
              seed BIGINT NOT NULL,
              confirmation INTEGER NOT NULL,
              state TEXT NOT NULL,
              attempts INTEGER NOT NULL,
              worker TEXT,
              checkpoint_epoch INTEGER,
              ended_at {time},
              epochs_trained INTEGER,
              diverged_at_epoch INTEGER,
              training_seconds DOUBLE PRECISION,
              failure_reason TEXT,
              PRIMARY KEY (experiment_id, run)
            ){clustered};
            CREATE TABLE attempts (
              experiment_id TEXT NOT NULL,
              run INTEGER NOT NULL,
              attempt INTEGER NOT NULL,
              worker TEXT NOT NULL,
              assigned_at {time} NOT NULL,
              ended_at {time},
              outcome TEXT NOT NULL,
              reason TEXT,
              PRIMARY KEY (experiment_id, run, attempt)
            ){clustered};
            CREATE TABLE cost_points (
              experiment_id TEXT NOT NULL,
              run INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              cost DOUBLE PRECISION NOT NULL,
              PRIMARY KEY (experiment_id, run, epoch)
            ){clustered};
            CREATE TABLE workers (
              experiment_id TEXT NOT NULL,
              worker TEXT NOT NULL,
              first_assigned_at {time} NOT NULL,
              last_assigned_at {time} NOT NULL,
              attempts INTEGER NOT NULL,
              completed INTEGER NOT NULL,
              diverged INTEGER NOT NULL,
              failed INTEGER NOT NULL,
              requeued INTEGER NOT NULL,
              cancelled INTEGER NOT NULL,
              PRIMARY KEY (experiment_id, worker)
            ){clustered};
            CREATE TABLE actions (
              experiment_id TEXT NOT NULL,
              number INTEGER NOT NULL,
              action TEXT NOT NULL,
              asked_by TEXT NOT NULL,
              at {time} NOT NULL,
              priority INTEGER,
              PRIMARY KEY (experiment_id, number)
            ){clustered};
            """;
    }
}
