using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Upkeep;

/// <summary>The result of a check of a database.</summary>
/// <param name="Experiments">The number of experiments in the journal.</param>
/// <param name="Events">The number of events of all streams.</param>
/// <param name="Behind">The number of events that the tables do not include yet. This is not a problem: the next query projects them.</param>
/// <param name="Problems">The problems, one sentence each.</param>
public sealed record CheckupResult(int Experiments, long Events, long Behind, ImmutableArray<string> Problems);

/// <summary>
/// Checks a database for damaged pages, gaps in streams, unreadable rows, wrong checksums, orphaned rows, and tables that do not match the
/// journal. Changes nothing.
/// </summary>
public static class Checkup
{
    private const int Rows = 5000;
    private const int Costs = 500_000;

    private static readonly ImmutableArray<string> PartTables = ["experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions"];

    /// <summary>The tables that have rows of an experiment before its own row, while it is projected. The next query continues.</summary>
    private static readonly ImmutableArray<string> EarlyTables = ["configurations", "runs"];

    /// <summary>Checks a database; null if it has no journal.</summary>
    /// <exception cref="DbException">The database cannot be reached, or is not a database.</exception>
    public static CheckupResult? Examine(JournalDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var connection = database.OpenToRead();
        if (connection is null)
        {
            return null;
        }

        var problems = ImmutableArray.CreateBuilder<string>();
        problems.AddRange(SqliteCheck.DamagedPages(connection));
        if (problems.Count > 0)
        {
            // Any other problem would be a consequence of damaged pages.
            return new CheckupResult(0, 0, 0, problems.ToImmutable());
        }

        var extents = connection.Query<StreamExtent>(
            "SELECT persistence_id AS name, COUNT(*) AS count, MIN(sequence_number) AS first, MAX(sequence_number) AS last FROM journal "
            + "GROUP BY persistence_id ORDER BY persistence_id");
        List<StreamExtent> streams = [.. extents];
        var isThere = HistorySchema.IsThere(connection, database.Dialect);
        var behind = isThere ? new HistoryProjection(database).Lags().ToDictionary(lag => lag.Id, lag => lag.Events) : [];
        var experiments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stream in streams)
        {
            if (stream.ExperimentIn(ExperimentStream.Prefix) is { } id)
            {
                experiments.Add(id.Value);
            }

            if (stream.Last - stream.First + 1 != stream.Count)
            {
                problems.Add($"{stream.Name}: {stream.Last - stream.First + 1 - stream.Count:N0} of its rows {stream.First:N0} to {stream.Last:N0} are missing.");
            }
            else if (stream.IsRead)
            {
                if (ReadStream(connection, stream, problems) is { } recorded
                    && isThere && stream.ExperimentIn(ExperimentStream.Prefix) is { } read && !behind.ContainsKey(read))
                {
                    problems.AddRange(WrongCosts(connection, read, recorded));
                }
            }
            else if (OtherStreams.Problem(connection, stream.Name) is { } problem)
            {
                problems.Add(problem);
            }
        }

        foreach (var stream in streams.Where(stream => stream.ExperimentIn(ExperimentStream.AnnotationsPrefix) is { } id && !experiments.Contains(id.Value)))
        {
            problems.Add($"{stream.Name}: these annotations belong to a missing experiment.");
        }

        problems.AddRange(OrphanedCheckpoints(connection, experiments));
        problems.AddRange(DamagedSnapshots(connection, experiments));
        if (isThere)
        {
            problems.AddRange(OrphanedRows(connection));
            problems.AddRange(WrongCounts(connection));
            if (problems.Count == 0)
            {
                problems.AddRange(SqliteCheck.TablesUnlikeJournal(connection));
            }
        }
        else if (HistorySchema.Missing(connection, database.Dialect) is var missing && !missing.Contains(HistorySchema.VersionTable))
        {
            problems.AddRange(missing.Select(table => $"table {table}: it is missing; nnoptim history rebuild recreates the tables."));
        }

        return new CheckupResult(
            experiments.Count,
            streams.Sum(stream => stream.Count),
            isThere
                ? behind.Values.Sum()
                : streams.Where(stream => stream.IsRead).Sum(stream => stream.Count),
            problems.ToImmutable());
    }

    /// <summary>Reads every event of a stream. Returns the number of recorded costs of each run, or null if a row cannot be read.</summary>
    private static Dictionary<int, long>? ReadStream(DbConnection connection, StreamExtent stream, ImmutableArray<string>.Builder problems)
    {
        var recorded = new Dictionary<int, long>();
        var isExperiment = stream.ExperimentIn(ExperimentStream.Prefix) is not null;
        try
        {
            var read = 0L;
            var chunk = new JournalChunk(connection);
            while (chunk.Read(stream.Name, read, Rows, Costs) is { Count: > 0 } entries)
            {
                if (isExperiment && read == 0 && entries[0].Message is not ExperimentSubmitted)
                {
                    problems.Add($"{stream.Name}: its events do not begin with a submission.");
                }

                foreach (var entry in entries)
                {
                    _ = isExperiment ? entry.As<IExperimentEvent>() : (object)entry.As<ExperimentAnnotated>();
                    if (entry.Message is CostsRecorded costs)
                    {
                        var run = costs.Attempt.Run;
                        recorded[run] = Math.Max(recorded.GetValueOrDefault(run), (long)costs.FirstIndex + costs.Costs.Length);
                    }
                }

                read += entries.Count;
            }
        }
        catch (JournalRowException error)
        {
            problems.Add(error.Message);
            return null;
        }

        return recorded;
    }

    /// <summary>Compares the costs of completed runs with the journal. A later attempt at another run may have fewer costs than an earlier one.</summary>
    private static IEnumerable<string> WrongCosts(DbConnection connection, ExperimentId id, Dictionary<int, long> recorded)
    {
        var kept = connection.Query<RunCosts>(
            """
            SELECT r.run, COUNT(p.run) AS costs FROM runs r LEFT JOIN cost_points p ON p.experiment_id = r.experiment_id AND p.run = r.run
            WHERE r.experiment_id = @id AND r.state = 'completed' GROUP BY r.run
            """,
            new { id = id.Value });
        if (kept.Count(run => run.Costs != recorded.GetValueOrDefault(run.Run)) is > 0 and var differing)
        {
            yield return $"table cost_points: {id} has more or fewer costs than the journal in {differing:N0} of its runs; nnoptim history rebuild recreates the tables.";
        }
    }

    private static IEnumerable<string> OrphanedCheckpoints(DbConnection connection, HashSet<string> experiments) =>
        connection.Query<string>("SELECT DISTINCT persistence_id FROM snapshot WHERE persistence_id LIKE 'checkpoint-%'")
            .Where(stream => stream.Split('-') is not [_, var id, _] || !experiments.Contains(id))
            .Select(stream => $"{stream}: this checkpoint belongs to a missing experiment.");

    /// <summary>The snapshots that the coordinator would ignore. Reads them row by row, because a checkpoint may be large.</summary>
    private static IEnumerable<string> DamagedSnapshots(DbConnection connection, HashSet<string> experiments)
    {
        using var command = Sql.Command(
            connection, null, "SELECT persistence_id, sequence_number, manifest, snapshot AS message FROM snapshot ORDER BY persistence_id");
        using var reader = command.ExecuteReader();
        var parse = reader.GetRowParser<MessageRow>();
        while (reader.Read())
        {
            var stream = (string)reader["persistence_id"];
            if (stream.Split('-') is [_, var id, ..] && experiments.Contains(id) && ProblemOf(() => parse(reader), stream) is { } problem)
            {
                var number = reader["sequence_number"];
                yield return stream.StartsWith(ExperimentStream.Prefix, StringComparison.Ordinal)
                    ? $"{stream}: its snapshot of event {number:N0} is damaged: {problem}. The coordinator reads the events instead."
                    : $"{stream}: the checkpoint is damaged: {problem}. The run will restart from the beginning.";
            }
        }
    }

    private static string? ProblemOf(Func<MessageRow> read, string stream)
    {
        try
        {
            var row = read();
            return SnapshotCheck.Problem(stream, row.SequenceNumber, row.Decode());
        }
        catch (Exception error) when (MessageRow.IsUnreadable(error))
        {
            return error.Message.TrimEnd('.');
        }
    }

    private static IEnumerable<string> OrphanedRows(DbConnection connection) =>
        from table in PartTables
        let early = EarlyTables.Contains(table)
            ? $" AND NOT EXISTS (SELECT 1 FROM journal WHERE persistence_id = '{ExperimentStream.Prefix}' || ids.experiment_id)"
            : ""
        let count = connection.ExecuteScalar<long>(
            $"SELECT COUNT(*) FROM (SELECT DISTINCT experiment_id FROM {table}) AS ids WHERE experiment_id NOT IN (SELECT id FROM experiments){early}")
        where count > 0
        select $"table {table}: it has rows of {count:N0} experiments that are missing from the table experiments; nnoptim history rebuild recreates the tables.";

    private static List<string> WrongCounts(DbConnection connection) =>
    [
        .. connection.Query<string>(
            """
            SELECT e.id FROM experiments e JOIN (
              SELECT experiment_id, COUNT(*) AS runs, SUM(CASE WHEN state = 'completed' THEN 1 ELSE 0 END) AS completed,
                SUM(CASE WHEN state = 'diverged' THEN 1 ELSE 0 END) AS diverged, SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS failed,
                SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END) AS cancelled
              FROM runs GROUP BY experiment_id) r ON r.experiment_id = e.id
            WHERE e.runs <> r.runs OR e.completed <> r.completed OR e.diverged <> r.diverged OR e.failed <> r.failed OR e.cancelled <> r.cancelled
            ORDER BY e.id
            """).Select(id => $"table experiments: the counts of {id} do not match its rows in the table runs; nnoptim history rebuild recreates the tables."),
    ];

    internal readonly record struct RunCosts(int Run, long Costs);

    internal sealed record StreamExtent(string Name, long Count, long First, long Last)
    {
        /// <summary>Whether the history's tables are built from it.</summary>
        public bool IsRead => ExperimentIn(ExperimentStream.Prefix) is not null || ExperimentIn(ExperimentStream.AnnotationsPrefix) is not null;

        public ExperimentId? ExperimentIn(string prefix) =>
            Name.StartsWith(prefix, StringComparison.Ordinal) && ExperimentId.TryParse(Name[prefix.Length..], out var id) ? id : null;
    }
}
