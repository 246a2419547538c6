using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>Somebody steered an experiment.</summary>
public sealed record ActionRow(int Number, string Action, string By, DateTimeOffset At, int? Priority);

/// <summary>A recorded cost of one of several runs.</summary>
public readonly record struct RunCost(int Run, int Cell, string State, int Epoch, double Cost);

/// <summary>How many runs of a cell wait or train, and what those in training cost at their latest record.</summary>
public sealed record CellNow(int Cell, long Pending, long Running, double? MeanCostNow);

/// <summary>Questions to the history's tables that whoever looks on live asks again and again: each answer is small, whatever the size of the experiment.</summary>
public sealed class HistoryPages(DbConnection connection, SqlDialect dialect)
{
    private static readonly ImmutableDictionary<RunOrder, string> Orders = new Dictionary<RunOrder, string>
    {
        [RunOrder.Run] = "r.run",
        [RunOrder.State] = "r.state",
        [RunOrder.Optimizer] = "c.optimizer",
        [RunOrder.LearningRate] = "c.learning_rate",
        [RunOrder.BatchSize] = "c.batch_size",
        [RunOrder.Seed] = "r.seed",
        [RunOrder.Attempts] = "r.attempts",
        [RunOrder.Worker] = "r.worker",
        [RunOrder.FinalCost] = "r.final_cost",
        [RunOrder.BestCost] = "r.best_cost",
        [RunOrder.EndedAt] = "r.ended_at",
        [RunOrder.TrainingSeconds] = "r.training_seconds",
    }.ToImmutableDictionary();

    /// <summary>How far the tables are in each experiment's streams together.</summary>
    public IReadOnlyDictionary<ExperimentId, long> Positions() => Sql.Query(
        connection,
        null,
        "SELECT id, journal_position + annotations_position FROM experiments",
        row => (Id: ExperimentId.Parse(row.GetString(0)), Position: row.GetInt64(1))).ToDictionary(row => row.Id, row => row.Position);

    /// <summary>How many events of an experiment's own stream the tables do not know yet.</summary>
    public long Behind(ExperimentId id) => Convert.ToInt64(
        Sql.Scalar(
            connection,
            null,
            "SELECT COALESCE((SELECT MAX(sequence_number) FROM journal WHERE persistence_id = @stream), 0) - "
            + "COALESCE((SELECT journal_position FROM experiments WHERE id = @id), 0)",
            ("stream", ExperimentStream.NameOf(id)),
            ("id", id.Value)),
        CultureInfo.InvariantCulture);

    /// <summary>Who steered an experiment, and when, in order.</summary>
    public IReadOnlyList<ActionRow> Actions(ExperimentId id) => Sql.Query(
        connection,
        null,
        "SELECT number, action, asked_by, at, priority FROM actions WHERE experiment_id = @id ORDER BY number",
        row => new ActionRow(row.GetInt32(0), row.GetString(1), row.GetString(2), Sql.Time(row, 3)!.Value, (int?)Sql.Whole(row, 4)),
        ("id", id.Value));

    /// <summary>The most epochs that a run of the experiment trains.</summary>
    public int MostEpochs(ExperimentId id) => Convert.ToInt32(
        Sql.Scalar(connection, null, "SELECT COALESCE(MAX(epochs), 0) FROM cells WHERE experiment_id = @id", ("id", id.Value)), CultureInfo.InvariantCulture);

    /// <summary>A page of runs, and how many there are on all pages.</summary>
    public (IReadOnlyList<RunRow> Runs, long Total) Runs(ExperimentId id, RunFilter filter, int offset, int limit)
    {
        var conditions = new List<string> { "r.experiment_id = @id" };
        var parameters = new List<(string Name, object? Value)> { ("id", id.Value) };
        Add("r.state = @state", "state", filter.State);
        Add("r.cell = @cell", "cell", filter.Cell);
        Add("c.optimizer = @optimizer", "optimizer", filter.Optimizer);
        Add("LOWER(r.worker) LIKE @worker ESCAPE '\\'", "worker", filter.Worker is { } worker ? HistoryTables.Containing(worker) : null);
        const string From = "FROM runs r JOIN cells c ON c.experiment_id = r.experiment_id AND c.cell = r.cell";
        var where = $"{From} WHERE {string.Join(" AND ", conditions)}";
        var total = Convert.ToInt64(Sql.Scalar(connection, null, $"SELECT COUNT(*) {where}", [.. parameters]), CultureInfo.InvariantCulture);
        var order = Orders[filter.Order];
        var direction = filter.IsDescending ? " DESC" : "";
        parameters.AddRange([("limit", limit), ("offset", offset)]);
        var settings = CellSettings.Read(connection, id);
        var runs = Sql.Query(
            connection,
            null,
            $"SELECT {HistoryTables.RunColumns} {where} ORDER BY CASE WHEN {order} IS NULL THEN 1 ELSE 0 END, {order}{direction}, r.run LIMIT @limit OFFSET @offset",
            row => RunRow.Of(row, settings),
            [.. parameters]);
        return (runs, total);

        void Add(string condition, string parameter, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((parameter, value));
            }
        }
    }

    /// <summary>The cells' runs that have not ended.</summary>
    public IReadOnlyDictionary<int, CellNow> CellsNow(ExperimentId id) => Sql.Query(
        connection,
        null,
        $"""
        SELECT r.cell, SUM(CASE WHEN r.state = 'pending' THEN 1 ELSE 0 END), SUM(CASE WHEN r.state = 'running' THEN 1 ELSE 0 END),
          AVG(CASE WHEN r.state = 'running' THEN (SELECT p.cost FROM cost_points p WHERE p.experiment_id = r.experiment_id AND p.run = r.run ORDER BY p.epoch DESC LIMIT 1) END)
        FROM runs r WHERE r.experiment_id = @id AND r.state IN ('pending', 'running') GROUP BY r.cell
        """,
        row => new CellNow(row.GetInt32(0), Sql.Whole(row, 1)!.Value, Sql.Whole(row, 2)!.Value, Sql.Real(row, 3)),
        ("id", id.Value)).ToDictionary(row => row.Cell);

    /// <summary>The costs of some runs at epochs 0, <paramref name="every"/>, 2 · <paramref name="every"/>, ... and at each run's latest record, in order.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="runs">The numbers of the runs; when null, those of <paramref name="cells"/>.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="every">Epochs from one to the next, a multiple of those from one record to the next.</param>
    /// <param name="epochs">The most epochs of a run.</param>
    public IReadOnlyList<RunCost> Costs(ExperimentId id, IReadOnlyCollection<int>? runs, IReadOnlyCollection<int>? cells, int every, int epochs)
    {
        var numbers = runs ?? cells ?? [];
        if (numbers.Count == 0)
        {
            return [];
        }

        // Whole numbers of the program's own: nothing that needs a parameter.
        var wanted = $"r.{(runs is null ? "cell" : "run")} IN ({string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";
        return Sql.Query(
            connection,
            null,
            $"""
            WITH RECURSIVE wanted (epoch) AS (SELECT 0 UNION ALL SELECT epoch + {every} FROM wanted WHERE epoch + {every} < {epochs})
            SELECT p.run, r.cell, r.state, p.epoch, p.cost FROM runs r CROSS JOIN wanted
            JOIN cost_points p ON p.experiment_id = r.experiment_id AND p.run = r.run AND p.epoch = wanted.epoch
            WHERE r.experiment_id = @id AND {wanted}
            UNION
            SELECT p.run, r.cell, r.state, p.epoch, p.cost FROM runs r
            JOIN cost_points p ON p.experiment_id = r.experiment_id AND p.run = r.run
              AND p.epoch = (SELECT MAX(epoch) FROM cost_points WHERE experiment_id = r.experiment_id AND run = r.run)
            WHERE r.experiment_id = @id AND {wanted}
            ORDER BY 1, 4
            """,
            row => new RunCost(row.GetInt32(0), row.GetInt32(1), row.GetString(2), row.GetInt32(3), row.GetDouble(4)),
            ("id", id.Value));
    }

    /// <summary>How many runs each worker has ended since a time, in some experiments.</summary>
    public IReadOnlyDictionary<string, long> EndedSince(DateTimeOffset since, IReadOnlyCollection<ExperimentId> experiments) => experiments.Count == 0
        ? ImmutableDictionary<string, long>.Empty
        : Sql.Query(
            connection,
            null,
            $"SELECT worker, COUNT(*) FROM attempts WHERE experiment_id IN ({string.Join(", ", experiments.Select(id => $"'{id.Value}'"))}) "
            + "AND ended_at >= @since AND outcome IN ('completed', 'diverged') GROUP BY worker",
            row => (Worker: row.GetString(0), Ended: row.GetInt64(1)),
            ("since", HistoryWriter.Time(dialect, since))).ToDictionary(row => row.Worker, row => row.Ended);
}
