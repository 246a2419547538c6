using System.Data.Common;
using Dapper;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>The result of a catch-up.</summary>
/// <param name="Events">The number of projected events.</param>
/// <param name="Problems">A sentence for each stream that could not be read further. The other streams were projected.</param>
public sealed record CatchUpResult(long Events, IReadOnlyList<string> Problems);

/// <summary>The backlog of the tables for one experiment.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="Events">The number of events of its two streams that the tables do not include.</param>
public sealed record HistoryLag(ExperimentId Id, long Events);

/// <summary>
/// Updates the history's tables from the journal. The row of an experiment stores the positions in its streams, and the transaction that
/// projects events also advances them. So every event counts once, even if processes are killed or work concurrently.
/// The runs of a large grid are inserted in several transactions before the row of the experiment. Their number shows where to continue.
/// Positions are sequence numbers of streams, not the journal's ordering: on PostgreSQL rows may become visible out of that order, except
/// within one stream.
/// </summary>
/// <param name="database">The database of the journal and the tables.</param>
/// <param name="runs">The largest number of runs to insert in one transaction.</param>
public sealed class HistoryProjection(JournalDatabase database, int runs = 10_000)
{
    private const string StreamEnds = """
        WITH RECURSIVE streams (id) AS (
          SELECT MIN(persistence_id) FROM journal
          UNION ALL
          SELECT (SELECT MIN(persistence_id) FROM journal WHERE persistence_id > streams.id) FROM streams WHERE streams.id IS NOT NULL
        )
        SELECT id, (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = streams.id) AS last FROM streams WHERE id IS NOT NULL
        """;

    /// <summary>Projects every event that the tables do not include. Does nothing without a journal.</summary>
    /// <param name="chunk">The largest number of events of one transaction.</param>
    /// <param name="costs">The approximate largest number of costs of one transaction.</param>
    /// <param name="pause">Called after each transaction; may wait. False ends the catch-up.</param>
    /// <param name="pauseInSubmission">Called instead while the runs of one experiment are inserted. The experiment is visible only after that.</param>
    /// <param name="report">Called at once for each stream that cannot be read further.</param>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    /// <exception cref="HistoryVersionException">The tables have a later version.</exception>
    public CatchUpResult CatchUp(
        int chunk = 5000,
        int costs = 500_000,
        Func<bool>? pause = null,
        Func<bool>? pauseInSubmission = null,
        Action<JournalRowException>? report = null)
    {
        // Usually there is nothing to do. The database is then not opened for writing.
        if (!IsBehind())
        {
            return new CatchUpResult(0, []);
        }

        using var connection = database.OpenToWrite();
        HistorySchema.Ensure(connection, database.Dialect);
        var problems = new List<string>();
        foreach (var gone in AheadOfJournal(connection))
        {
            using var transaction = HistorySchema.BeginWriting(connection, database.Dialect);
            Remove(connection, transaction, gone);
            transaction.Commit();
            problems.Add($"Experiment {gone}: the tables had events that are no longer in the journal. They now match the journal. To check the journal, use nnoptim history doctor.");
        }

        var events = 0L;

        // Experiments take turns, so that a fast-growing one does not block the others.
        var waiting = new Queue<ExperimentId>(Behind(connection).Select(lag => lag.Id));
        while (waiting.TryDequeue(out var id))
        {
            try
            {
                if (Step(connection, id, chunk, costs, pauseInSubmission ?? pause) is not { } step)
                {
                    continue;
                }

                events += step.Events;
                waiting.Enqueue(id);
                if (step.IsStopped || pause?.Invoke() == false)
                {
                    break;
                }
            }
            catch (JournalRowException error)
            {
                problems.Add(error.Message);
                report?.Invoke(error);
            }
        }

        return new CatchUpResult(events, problems);
    }

    /// <summary>Whether the tables have fewer or more events than the journal; false without a journal.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public bool IsBehind()
    {
        using var connection = database.OpenToRead();
        return connection is not null
            && !(HistorySchema.IsThere(connection, database.Dialect) && Behind(connection) is { Count: 0 } && AheadOfJournal(connection) is { Count: 0 });
    }

    /// <summary>Projects the next events of one experiment, at most <paramref name="chunk"/>.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="chunk">The largest number of events.</param>
    /// <param name="pause">Called between the transactions of a large submission; may wait. False stops the projection.</param>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    /// <exception cref="HistoryVersionException">The tables have a later version.</exception>
    /// <exception cref="JournalRowException">A row of its stream cannot be read.</exception>
    public void Project(ExperimentId id, int chunk, Func<bool>? pause = null)
    {
        using var connection = database.OpenToWrite();
        HistorySchema.Ensure(connection, database.Dialect);
        Step(connection, id, chunk, chunk, pause);
    }

    /// <summary>Writes the existing version again, to check that the database accepts writes.</summary>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    /// <exception cref="HistoryVersionException">The tables have a later version.</exception>
    public static void Touch(JournalDatabase database)
    {
        using var connection = database.OpenToWrite();
        HistorySchema.Ensure(connection, database.Dialect);
        connection.Execute("UPDATE history_schema SET version = version");
    }

    /// <summary>Deletes all rows and projects the whole journal.</summary>
    /// <inheritdoc cref="CatchUp(int, int, Func{bool}?, Func{bool}?, Action{JournalRowException}?)"/>
    public CatchUpResult Rebuild()
    {
        using (var reading = database.OpenToRead())
        {
            if (reading is null)
            {
                return new CatchUpResult(0, []);
            }
        }

        using (var connection = database.OpenToWrite())
        {
            HistorySchema.Recreate(connection, database.Dialect);
        }

        return CatchUp();
    }

    /// <summary>The experiments whose streams have more events than the tables, by the names of their streams.</summary>
    public IReadOnlyList<HistoryLag> Lags()
    {
        using var connection = database.OpenToRead();
        return connection is null || !HistorySchema.IsThere(connection, database.Dialect) ? [] : Behind(connection);
    }

    /// <summary>The last ordering number of the journal, which every write increases; 0 when the journal is empty.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public long JournalEnd()
    {
        using var connection = database.OpenToRead();
        return connection is null ? 0 : connection.ExecuteScalar<long?>("SELECT MAX(ordering) FROM journal") ?? 0;
    }

    /// <summary>Deletes an experiment's rows from all tables.</summary>
    internal static void Remove(DbConnection connection, DbTransaction transaction, ExperimentId id)
    {
        foreach (var table in (string[])["experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions"])
        {
            connection.Execute($"DELETE FROM {table} WHERE experiment_id = @id", new { id = id.Value }, transaction);
        }

        connection.Execute("DELETE FROM experiments WHERE id = @id", new { id = id.Value }, transaction);
    }

    private static Dictionary<ExperimentId, (long Own, long Annotations)> Ends(DbConnection connection)
    {
        var ends = new Dictionary<ExperimentId, (long Own, long Annotations)>();
        foreach (var (stream, end) in connection.Query<StreamEnd>(StreamEnds))
        {
            if (IdOf(stream, ExperimentStream.Prefix) is { } own)
            {
                ends[own] = ends.GetValueOrDefault(own) with { Own = end };
            }
            else if (IdOf(stream, ExperimentStream.AnnotationsPrefix) is { } annotated)
            {
                ends[annotated] = ends.GetValueOrDefault(annotated) with { Annotations = end };
            }
        }

        return ends;
    }

    private static Dictionary<ExperimentId, (long Own, long Annotations)> Positions(DbConnection connection) =>
        connection.Query<Projected>("SELECT id, journal_position, annotations_position FROM experiments").ToDictionary(row => row.Id, row => row.Position);

    private static List<HistoryLag> Behind(DbConnection connection)
    {
        var positions = Positions(connection);
        return
        [
            .. Ends(connection)
                .Where(pair => pair.Value.Own > 0)
                .Select(pair =>
                {
                    var position = positions.GetValueOrDefault(pair.Key);
                    return new HistoryLag(
                        pair.Key,
                        Math.Max(0, pair.Value.Own - position.Own) + Math.Max(0, pair.Value.Annotations - position.Annotations));
                })
                .Where(lag => lag.Events > 0)
                .OrderBy(lag => lag.Id.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Experiments of which the tables have more events than the journal: a deletion was incomplete, or an earlier copy of the journal was
    /// restored. Positions are read before the ends of streams, so that concurrent projections make no difference.
    /// </summary>
    private static List<ExperimentId> AheadOfJournal(DbConnection connection)
    {
        var positions = Positions(connection);
        var ends = Ends(connection);
        return [.. positions.Where(pair => Exceeds(pair.Value, ends.GetValueOrDefault(pair.Key))).Select(pair => pair.Key)];
    }

    private static bool Exceeds((long Own, long Annotations) position, (long Own, long Annotations) end) =>
        end.Own == 0 || position.Own > end.Own || position.Annotations > end.Annotations;

    /// <summary>Projects the next events of one experiment. Returns their number, 0 if another process was faster; null if there are none.</summary>
    private (long Events, bool IsStopped)? Step(DbConnection connection, ExperimentId id, int chunk, int costs, Func<bool>? pause)
    {
        // Reads and decodes the events before the transaction, which blocks other writers.
        var position = Position(connection, null, id);
        var events = new JournalChunk(connection).Read(ExperimentStream.NameOf(id), position?.Own ?? 0, chunk, costs);
        var annotations = events.Count < chunk && (position is not null || events.Count > 0)
            ? new JournalChunk(connection).Read(ExperimentStream.AnnotationsOf(id), position?.Annotations ?? 0, chunk, costs)
            : [];
        if (events.Count + annotations.Count == 0)
        {
            return null;
        }

        var specification = SpecificationOf(connection, id, position is null, events);
        var grid = position is null ? new SubmittedGrid(id.Value, specification) : null;
        if (grid is not null && !InsertRuns(connection, id, grid, pause))
        {
            return (0, true);
        }

        using var transaction = HistorySchema.BeginWriting(connection, database.Dialect);
        if (Position(connection, transaction, id) != position)
        {
            return (0, false);
        }

        var kinds = grid is null
            ? DeclaredSchema.Kinds(connection, transaction, database.Dialect)
            : DeclaredSchema.Ensure(connection, transaction, database.Dialect, grid.Columns);
        var newRows = grid is null ? null : new NewRows(grid, CountRuns(connection, transaction, id));
        using (var writer = new HistoryWriter(connection, transaction, database.Dialect))
        {
            Apply(new EventProjection(writer, id.Value, specification, kinds, newRows), events, annotations);
        }

        Advance(connection, transaction, id, events.Count, annotations.Count);
        transaction.Commit();
        return (events.Count + annotations.Count, false);
    }

    /// <summary>
    /// Inserts the first runs of a large grid, each slice in its own transaction so that others can write in between. Leaves as many runs as
    /// one transaction can insert. Continues where an earlier call or another process stopped. False if it was stopped.
    /// </summary>
    private bool InsertRuns(DbConnection connection, ExperimentId id, SubmittedGrid grid, Func<bool>? pause)
    {
        while (grid.Count > runs)
        {
            using (var transaction = HistorySchema.BeginWriting(connection, database.Dialect))
            {
                var there = CountRuns(connection, transaction, id);
                if (Position(connection, transaction, id) is not null || grid.Count - there <= runs)
                {
                    return true;
                }

                var kinds = DeclaredSchema.Ensure(connection, transaction, database.Dialect, grid.Columns);
                using var writer = new HistoryWriter(connection, transaction, database.Dialect);
                grid.Write(writer, kinds, there, there + runs);
                writer.Flush();
                transaction.Commit();
            }

            if (pause?.Invoke() == false)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number of runs of an experiment with rows, which are inserted in order.</summary>
    private static int CountRuns(DbConnection connection, DbTransaction transaction, ExperimentId id) =>
        connection.ExecuteScalar<int?>("SELECT MAX(run) FROM runs WHERE experiment_id = @id", new { id = id.Value }, transaction) ?? 0;

    private static void Apply(EventProjection projection, List<JournalEntry> events, List<JournalEntry> annotations)
    {
        foreach (var entry in events)
        {
            projection.Apply(entry.As<IExperimentEvent>());
        }

        foreach (var entry in annotations)
        {
            projection.Apply(entry.As<ExperimentAnnotated>());
        }

        projection.Finish();
    }

    private static void Advance(DbConnection connection, DbTransaction transaction, ExperimentId id, long events, long annotations) => connection.Execute(
        "UPDATE experiments SET journal_position = journal_position + @own, annotations_position = annotations_position + @annotations WHERE id = @id",
        new { id = id.Value, own = events, annotations },
        transaction);

    private static ExperimentSpecification SpecificationOf(DbConnection connection, ExperimentId id, bool isNew, List<JournalEntry> events) => events switch
    {
        [{ Message: ExperimentSubmitted submitted }, ..] when isNew => submitted.Specification,
        _ when isNew => throw new JournalRowException($"The events of experiment {id} do not begin with its submission."),
        _ => Submission.Read(connection, id),
    };

    private static (long Own, long Annotations)? Position(DbConnection connection, DbTransaction? transaction, ExperimentId id) =>
        connection.QuerySingleOrDefault<Projected>(
            "SELECT id, journal_position, annotations_position FROM experiments WHERE id = @id", new { id = id.Value }, transaction)?.Position;

    private static ExperimentId? IdOf(string stream, string prefix) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) && ExperimentId.TryParse(stream[prefix.Length..], out var id) ? id : null;

    internal readonly record struct StreamEnd(string Id, long Last);

    internal sealed record Projected(ExperimentId Id, long JournalPosition, long AnnotationsPosition)
    {
        public (long Own, long Annotations) Position => (JournalPosition, AnnotationsPosition);
    }
}
