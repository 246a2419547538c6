using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>An action on an experiment.</summary>
public sealed record ActionRow(int Number, string Action, string By, DateTimeOffset At, int? Priority);

/// <summary>A recorded cost of one of several runs.</summary>
public readonly record struct RunCost(int Run, int Configuration, string State, int Epoch, double Cost);

/// <summary>Queries that pages and command lines repeat while an experiment runs. Each result is small for any size of the experiment.</summary>
public sealed class HistoryPages(DbConnection connection, SqlDialect dialect)
{
    private const int SparklinePoints = 24;

    /// <summary>For each experiment, the number of events that the tables include.</summary>
    public IReadOnlyDictionary<ExperimentId, long> Positions() =>
        connection.Query<PositionRow>("SELECT id, journal_position + annotations_position AS events FROM experiments").ToDictionary(row => row.Id, row => row.Events);

    /// <summary>The number of events of an experiment's own stream that the tables do not include yet.</summary>
    public long Behind(ExperimentId id) => connection.ExecuteScalar<long>(
        "SELECT COALESCE((SELECT MAX(sequence_number) FROM journal WHERE persistence_id = @stream), 0) - "
        + "COALESCE((SELECT journal_position FROM experiments WHERE id = @id), 0)",
        new { stream = ExperimentStream.NameOf(id), id = id.Value });

    /// <summary>The actions on an experiment, in order.</summary>
    public IReadOnlyList<ActionRow> Actions(ExperimentId id) =>
    [
        .. connection.Query<ActionRow>(
            "SELECT number, action, asked_by AS by, at, priority FROM actions WHERE experiment_id = @id ORDER BY number", new { id = id.Value }),
    ];

    /// <summary>The largest number of steps that a run of the experiment may train.</summary>
    public int LargestBudget(ExperimentId id) =>
        connection.ExecuteScalar<int?>("SELECT MAX(budget) FROM configurations WHERE experiment_id = @id", new { id = id.Value }) ?? 0;

    /// <summary>A page of runs without their costs, and the number of runs on all pages.</summary>
    /// <exception cref="RunFilterException">The filter names something that the experiment does not have.</exception>
    /// <exception cref="JournalRowException">The journal does not have its submission.</exception>
    public (IReadOnlyList<RunItem> Runs, long Total) Runs(ExperimentId id, RunFilter filter, int offset, int limit)
    {
        var columns = DeclaredColumns.Of(Submission.Read(connection, id));
        var selection = new RunSelection(connection, dialect, id, columns, filter);
        using var count = Sql.Command(connection, null, $"SELECT COUNT(*) {RunQuery.From} WHERE {selection.Where}", [.. selection.Parameters]);
        var total = (long)count.ExecuteScalar()!;
        var query = new RunQuery(columns);
        using var page = Sql.Command(
            connection,
            null,
            $"{query.Select} WHERE {selection.Where} ORDER BY {selection.Order} LIMIT @limit OFFSET @offset",
            [.. selection.Parameters, ("limit", limit), ("offset", offset)]);
        return (query.Read(page), total);
    }

    /// <summary>The same runs with the costs that lists show.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="recordEvery">The number of steps between two records.</param>
    /// <param name="runs">The runs.</param>
    public ImmutableArray<RunItem> WithCosts(ExperimentId id, int recordEvery, IReadOnlyList<RunItem> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var budget = LargestBudget(id);
        var every = Thinning.Every(budget, recordEvery, SparklinePoints);
        var costs = Costs(id, [.. runs.Select(run => run.Run)], null, every, budget).ToLookup(cost => cost.Run);
        return
        [
            .. runs.Select(run => costs[run.Run].ToList() is { Count: > 0 } own
                ? run with { CostNow = own[^1].Cost, EpochNow = own[^1].Epoch, Sparkline = [.. own.Select(cost => cost.Cost)] }
                : run),
        ];
    }

    /// <summary>The costs of some runs at steps 0, <paramref name="every"/>, 2 · <paramref name="every"/>, ... and at each run's latest record, in order.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="runs">The numbers of the runs; when null, those of <paramref name="configurations"/>.</param>
    /// <param name="configurations">The configurations.</param>
    /// <param name="every">The number of steps between two costs, a multiple of the recording interval.</param>
    /// <param name="epochs">The largest number of steps of a run.</param>
    public IReadOnlyList<RunCost> Costs(ExperimentId id, IReadOnlyCollection<int>? runs, IReadOnlyCollection<int>? configurations, int every, int epochs)
    {
        var numbers = runs ?? configurations ?? [];
        if (numbers.Count == 0)
        {
            return [];
        }

        // These are integers of the program itself, so they need no SQL parameters.
        var wanted = $"r.{(runs is null ? "configuration" : "run")} IN ({string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";
        var costs = connection.Query<RunCost>(
            $"""
            WITH RECURSIVE wanted (epoch) AS (SELECT 0 UNION ALL SELECT epoch + {every} FROM wanted WHERE epoch + {every} < {epochs})
            SELECT p.run AS run, r.configuration AS configuration, r.state AS state, p.epoch AS epoch, p.cost AS cost FROM runs r CROSS JOIN wanted
            JOIN cost_points p ON p.experiment_id = r.experiment_id AND p.run = r.run AND p.epoch = wanted.epoch
            WHERE r.experiment_id = @id AND {wanted}
            UNION
            SELECT p.run, r.configuration, r.state, p.epoch, p.cost FROM runs r
            JOIN cost_points p ON p.experiment_id = r.experiment_id AND p.run = r.run
              AND p.epoch = (SELECT MAX(epoch) FROM cost_points WHERE experiment_id = r.experiment_id AND run = r.run)
            WHERE r.experiment_id = @id AND {wanted}
            ORDER BY run, epoch
            """,
            new { id = id.Value });
        return [.. costs];
    }

    /// <summary>The number of runs that each worker has ended since a time in some experiments.</summary>
    public IReadOnlyDictionary<string, long> EndedSince(DateTimeOffset since, IReadOnlyCollection<ExperimentId> experiments) => experiments.Count == 0
        ? ImmutableDictionary<string, long>.Empty
        : connection.Query<WorkerRuns>(
            $"SELECT worker, COUNT(*) AS ended FROM attempts WHERE experiment_id IN ({string.Join(", ", experiments.Select(id => $"'{id.Value}'"))}) "
            + "AND ended_at >= @since AND outcome IN ('completed', 'diverged') GROUP BY worker",
            new { since = HistoryWriter.Time(dialect, since) }).ToDictionary(row => row.Worker, row => row.Ended);

    internal readonly record struct PositionRow(ExperimentId Id, long Events);

    internal readonly record struct WorkerRuns(string Worker, long Ended);
}
