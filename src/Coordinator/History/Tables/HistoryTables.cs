using System.Data.Common;
using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>Reads the history's tables as they stand; <see cref="HistoryProjection"/> brings them up to the journal.</summary>
public sealed class HistoryTables : IDisposable
{
    private const string ListColumns =
        "id, name, state, submitted_at, ended_at, runs, completed, diverged, failed, note, archived, description, specification, dataset, "
        + "dataset_sha256, record_every, program_version, runtime, operating_system, processor, processors, vector_bits, command_line, priority, cancelled";

    internal static readonly string RunColumns =
        "r.run, r.cell, r.seed, r.state, r.attempts, r.worker, r.ended_at, r.final_cost, r.best_cost, r.best_epoch, r.epochs_trained, "
        + "r.epochs_to_target, r.diverged_at_epoch, r.overshoot, r.rise_count, r.train_accuracy, r.test_accuracy, r.training_seconds, "
        + "r.failure_reason, c.optimizer, c.learning_rate, c.batch_size, r.rise_area, r.checkpoint_epoch, "
        + CellSettings.Columns;

    private readonly DbConnection connection;
    private readonly SqlDialect dialect;

    private HistoryTables(DbConnection connection, SqlDialect dialect)
    {
        this.connection = connection;
        this.dialect = dialect;
    }

    /// <summary>Opens the tables; null where there are none of this version.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is none.</exception>
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

    /// <summary>Questions that are answered a page at a time.</summary>
    public HistoryPages Pages => new(connection, dialect);

    /// <summary>The experiments that a filter lets through, oldest first.</summary>
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

        var tags = Sql.Query(
            connection, null, "SELECT experiment_id, tag FROM experiment_tags ORDER BY tag", row => (Id: row.GetString(0), Tag: row.GetString(1)))
            .ToLookup(row => row.Id, row => row.Tag, StringComparer.Ordinal);
        return Sql.Query(
            connection,
            null,
            $"SELECT {ListColumns} FROM experiments WHERE {string.Join(" AND ", conditions)} ORDER BY submitted_at, id",
            row => ExperimentRow.Of(row, [.. tags[row.GetString(0)]]),
            [.. parameters]);

        void Add(string condition, string parameter, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((parameter, value));
            }
        }
    }

    /// <summary>The cells of an experiment with their figures over seeds, least mean final cost first.</summary>
    public IReadOnlyList<CellRow> Cells(ExperimentId id, int most)
    {
        var settings = CellSettings.Read(connection, id);
        return Sql.Query(
            connection,
            null,
            $"""
            SELECT c.cell, c.optimizer, c.learning_rate, c.batch_size, c.epochs, c.layers, c.hidden_activation, c.initializer, f.*, {CellSettings.Columns}
            FROM cells c JOIN (
              SELECT cell AS of_cell, COUNT(*) AS runs, SUM(CASE WHEN state = 'completed' THEN 1 ELSE 0 END) AS completed,
                SUM(CASE WHEN state = 'diverged' THEN 1 ELSE 0 END) AS diverged, SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS failed,
                SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END) AS cancelled,
                AVG(CASE WHEN state = 'completed' THEN final_cost END) AS mean_cost,
                MIN(CASE WHEN state = 'completed' THEN final_cost END) AS least_cost,
                MAX(CASE WHEN state = 'completed' THEN final_cost END) AS largest_cost,
                AVG(CASE WHEN state = 'completed' THEN train_accuracy END) AS train_accuracy,
                AVG(CASE WHEN state = 'completed' THEN test_accuracy END) AS test_accuracy
              FROM runs WHERE experiment_id = @id GROUP BY cell) f ON f.of_cell = c.cell
            WHERE c.experiment_id = @id
            ORDER BY CASE WHEN f.mean_cost IS NULL THEN 1 ELSE 0 END, f.mean_cost, c.cell LIMIT @most
            """,
            row => CellRow.Of(row, settings),
            ("id", id.Value),
            ("most", most));
    }

    /// <summary>How many cells an experiment has.</summary>
    public long CellCount(ExperimentId id) =>
        Convert.ToInt64(Sql.Scalar(connection, null, "SELECT COUNT(*) FROM cells WHERE experiment_id = @id", ("id", id.Value)), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The workers of an experiment, in order of their first assignment.</summary>
    public IReadOnlyList<WorkerRow> Workers(ExperimentId id) => Sql.Query(
        connection,
        null,
        "SELECT worker, first_assigned_at, last_assigned_at, attempts, completed, diverged, failed, requeued, cancelled FROM workers "
        + "WHERE experiment_id = @id ORDER BY first_assigned_at, worker",
        WorkerRow.Of,
        ("id", id.Value));

    /// <summary>One run; null when the experiment has none of that number.</summary>
    public RunRow? Run(ExperimentId id, int run)
    {
        var settings = CellSettings.Read(connection, id);
        return Sql.Query(
            connection,
            null,
            $"SELECT {RunColumns} FROM runs r JOIN cells c ON c.experiment_id = r.experiment_id AND c.cell = r.cell WHERE r.experiment_id = @id AND r.run = @run",
            row => RunRow.Of(row, settings),
            ("id", id.Value),
            ("run", run)).FirstOrDefault();
    }

    /// <summary>The attempts at a run, in order.</summary>
    public IReadOnlyList<AttemptRow> Attempts(ExperimentId id, int run) => Sql.Query(
        connection,
        null,
        "SELECT attempt, worker, assigned_at, ended_at, outcome, reason FROM attempts WHERE experiment_id = @id AND run = @run ORDER BY attempt",
        AttemptRow.Of,
        ("id", id.Value),
        ("run", run));

    /// <summary>The cost points of a run, in order of epochs.</summary>
    public IReadOnlyList<CostPoint> Curve(ExperimentId id, int run) => Sql.Query(
        connection,
        null,
        "SELECT epoch, cost FROM cost_points WHERE experiment_id = @id AND run = @run ORDER BY epoch",
        row => new CostPoint(row.GetInt32(0), row.GetDouble(1)),
        ("id", id.Value),
        ("run", run));

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    /// <summary>The pattern of LIKE for lower-case texts that contain a text.</summary>
    internal static string Containing(string text) => $"%{Escaped(text.ToLowerInvariant())}%";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
