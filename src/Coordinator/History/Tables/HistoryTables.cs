using System.Data.Common;
using Dapper;
using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>Reads the history's tables, which <see cref="HistoryProjection"/> updates.</summary>
public sealed class HistoryTables : IDisposable
{
    private const string ListColumns =
        "id, name, state, submitted_at, ended_at, runs, completed, diverged, failed, note, archived, description, specification, dataset, "
        + "dataset_sha256, record_every, program_version, runtime, operating_system, processor AS processor_name, processors, vector_bits, command_line, priority, cancelled, "
        + "confirmations, finalists, fresh_seeds";

    private readonly DbConnection connection;
    private readonly SqlDialect dialect;

    private HistoryTables(DbConnection connection, SqlDialect dialect)
    {
        this.connection = connection;
        this.dialect = dialect;
    }

    /// <summary>Opens the tables; null if there are none of this version.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is not a database.</exception>
    public static HistoryTables? Open(JournalDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var connection = database.OpenToRead();
        if (connection is null)
        {
            return null;
        }

        if (HistorySchema.IsThere(connection, database.Dialect))
        {
            return new HistoryTables(connection, database.Dialect);
        }

        connection.Dispose();
        return null;
    }

    /// <summary>The paginated queries.</summary>
    public HistoryPages Pages => new(connection, dialect);

    /// <summary>The experiments that match a filter, oldest first.</summary>
    public IReadOnlyList<ExperimentRow> Experiments(HistoryFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var conditions = new List<string> { "1 = 1" };
        var parameters = new List<(string Name, object? Value)>();
        Add("id = @id", "id", filter.Id?.Value);
        Add("LOWER(name) LIKE @name ESCAPE '\\'", "name", filter.Name is { } name ? Containing(name) : null);
        Add("id IN (SELECT experiment_id FROM experiment_tags WHERE tag = @tag)", "tag", filter.Tag);
        Add("submitted_at >= @since", "since", filter.Since is { } since ? HistoryWriter.Time(dialect, since) : null);
        Add("submitted_at < @before", "before", filter.Before is { } before ? HistoryWriter.Time(dialect, before) : null);
        if (filter.State is { } state)
        {
            conditions.Add(state switch
            {
                HistoryState.Unfinished => "ended_at IS NULL",
                HistoryState.Paused => "state = 'paused'",
                HistoryState.Cancelled => "state = 'cancelled'",
                HistoryState.Ended => "state = 'ended'",
                HistoryState.Failed => "failed > 0",
                _ => "diverged > 0",
            });
        }

        if (!filter.Archived)
        {
            conditions.Add("NOT archived");
        }

        var tags = connection.Query<ExperimentTag>("SELECT experiment_id, tag FROM experiment_tags ORDER BY tag")
            .ToLookup(row => row.ExperimentId, row => row.Tag);
        using var command = Sql.Command(
            connection, null, $"SELECT {ListColumns} FROM experiments WHERE {string.Join(" AND ", conditions)} ORDER BY submitted_at, id", [.. parameters]);
        using var reader = command.ExecuteReader();
        var rows = new List<ExperimentRow>();
        var (parse, environment) = (reader.GetRowParser<ExperimentRow>(), reader.GetRowParser<ExperimentEnvironment>());
        while (reader.Read())
        {
            var row = parse(reader);
            // The mapper sets members without a column to null.
            rows.Add(row with { Environment = environment(reader) with { DataSha256 = "" }, Tags = [.. tags[row.Id]] });
        }

        return rows;

        void Add(string condition, string parameter, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((parameter, value));
            }
        }
    }

    /// <summary>The submitted specification of an experiment, from the journal.</summary>
    /// <exception cref="JournalRowException">The journal does not have the submission, or cannot read its row.</exception>
    public ExperimentSpecification Specification(ExperimentId id) => Submission.Read(connection, id);

    /// <summary>The configurations of an experiment with the results of their runs, the best mean objective first.</summary>
    /// <exception cref="JournalRowException">The journal does not have its submission.</exception>
    public IReadOnlyList<ConfigurationItem> Configurations(ExperimentId id, int most)
    {
        var query = new ConfigurationQuery(ColumnsOf(id));
        using var command = Sql.Command(connection, null, query.Text, ("id", id.Value), ("most", most));
        return query.Read(command);
    }

    /// <summary>The number of configurations of an experiment.</summary>
    public long ConfigurationCount(ExperimentId id) =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM configurations WHERE experiment_id = @id", new { id = id.Value });

    /// <summary>The workers of an experiment, in the order of their first assignment.</summary>
    public IReadOnlyList<WorkerRow> Workers(ExperimentId id) =>
    [
        .. connection.Query<WorkerRow>(
            "SELECT worker, first_assigned_at, last_assigned_at, attempts, completed, diverged, failed, requeued, cancelled FROM workers "
            + "WHERE experiment_id = @id ORDER BY first_assigned_at, worker",
            new { id = id.Value }),
    ];

    /// <summary>One run without its costs; null if the experiment has no run with this number.</summary>
    /// <exception cref="JournalRowException">The journal does not have its submission.</exception>
    public RunItem? Run(ExperimentId id, int run)
    {
        var query = new RunQuery(ColumnsOf(id));
        using var command = Sql.Command(connection, null, $"{query.Select} WHERE r.experiment_id = @id AND r.run = @run", ("id", id.Value), ("run", run));
        return query.Read(command).FirstOrDefault();
    }

    /// <summary>The attempts at a run, in order.</summary>
    public IReadOnlyList<AttemptItem> Attempts(ExperimentId id, int run) =>
    [
        .. connection.Query<AttemptItem>(
            "SELECT attempt, worker, assigned_at, ended_at, outcome, reason FROM attempts WHERE experiment_id = @id AND run = @run ORDER BY attempt",
            new { id = id.Value, run }),
    ];

    /// <summary>The cost points of a run, in order of epochs.</summary>
    public IReadOnlyList<CostPoint> Curve(ExperimentId id, int run) =>
        [.. connection.Query<CostPoint>("SELECT epoch, cost FROM cost_points WHERE experiment_id = @id AND run = @run ORDER BY epoch", new { id = id.Value, run })];

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private DeclaredColumns ColumnsOf(ExperimentId id) => DeclaredColumns.Of(Specification(id));

    /// <summary>The LIKE pattern for lower-case strings that contain a string.</summary>
    internal static string Containing(string text) => $"%{Escaped(text.ToLowerInvariant())}%";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    internal readonly record struct ExperimentTag(ExperimentId ExperimentId, string Tag);
}
