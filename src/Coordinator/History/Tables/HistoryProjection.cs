using System.Data.Common;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>What a catch-up did.</summary>
/// <param name="Events">Events taken in.</param>
/// <param name="Problems">A sentence for each stream that could not be followed further. The other streams were followed.</param>
public sealed record CatchUpResult(long Events, IReadOnlyList<string> Problems);

/// <summary>How far behind the tables are for one experiment.</summary>
/// <param name="Id">The experiment.</param>
/// <param name="Events">Events of its two streams that the tables do not know.</param>
public sealed record HistoryLag(ExperimentId Id, long Events);

/// <summary>
/// Brings the history's tables up to the journal. The row of an experiment keeps its place in its streams. The place moves in the transaction
/// that takes the events in. So no event counts twice and none is left out, wherever a process is killed and however many work at once.
/// The runs of a large grid are made in several transactions before the row of the experiment; their number says where to go on.
/// Places are sequence numbers of streams and not the journal's ordering: on PostgreSQL rows become visible out of that order, but those of
/// one stream never do.
/// </summary>
/// <param name="database">The journal's database, which the tables are in.</param>
/// <param name="runs">The most runs that are made in one transaction.</param>
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

    /// <summary>Takes in every event that the tables do not have. Does nothing where there is no journal.</summary>
    /// <param name="chunk">The most events of one transaction.</param>
    /// <param name="costs">The most costs of one transaction, about.</param>
    /// <param name="pause">Called after each transaction; may wait. False ends the catch-up.</param>
    /// <param name="pauseInSubmission">Called instead while the runs of one experiment are made, which is visible only when all are there.</param>
    /// <param name="report">Called at once for each stream that could not be followed further.</param>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    /// <exception cref="HistoryVersionException">The tables are of a later version.</exception>
    public CatchUpResult CatchUp(
        int chunk = 5000,
        int costs = 500_000,
        Func<bool>? pause = null,
        Func<bool>? pauseInSubmission = null,
        Action<JournalRowException>? report = null)
    {
        // Most often there is nothing to do: then nothing is opened for writing.
        if (!IsBehind())
        {
            return new CatchUpResult(0, []);
        }

        using var connection = database.OpenToWrite();
        HistorySchema.Ensure(connection, database.Dialect);
        var problems = new List<string>();
        foreach (var gone in Vanished(connection))
        {
            using var transaction = HistorySchema.BeginWriting(connection, database.Dialect);
            Remove(connection, transaction, gone);
            transaction.Commit();
            problems.Add($"Experiment {gone}: the tables had events that are no longer in the journal. They now show what the journal has; nnoptim history doctor says whether that is complete.");
        }

        var events = 0L;

        // Experiments take turns, so that one that grows as fast as it is followed does not keep the others waiting.
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

    /// <summary>Whether the tables lack events of the journal or have more than it; false where there is no journal.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public bool IsBehind()
    {
        using var connection = database.OpenToRead();
        return connection is not null
            && !(HistorySchema.IsThere(connection, database.Dialect) && Behind(connection) is { Count: 0 } && Vanished(connection) is { Count: 0 });
    }

    /// <summary>Takes in the next events of one experiment, at most <paramref name="chunk"/>.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="chunk">The most events.</param>
    /// <param name="pause">Called between the transactions of a large submission; may wait. False leaves the rest of it to others.</param>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    /// <exception cref="HistoryVersionException">The tables are of a later version.</exception>
    /// <exception cref="JournalRowException">A row of its stream cannot be read.</exception>
    public void TakeIn(ExperimentId id, int chunk, Func<bool>? pause = null)
    {
        using var connection = database.OpenToWrite();
        HistorySchema.Ensure(connection, database.Dialect);
        Step(connection, id, chunk, chunk, pause);
    }

    /// <summary>Writes to the database what is there already, which is the only proof that it can be written.</summary>
    /// <exception cref="DbException">It cannot be reached or written.</exception>
    /// <exception cref="HistoryVersionException">The tables are of a later version.</exception>
    public static void Touch(JournalDatabase database)
    {
        using var connection = database.OpenToWrite();
        HistorySchema.Ensure(connection, database.Dialect);
        Sql.Execute(connection, null, "UPDATE history_schema SET version = version");
    }

    /// <summary>Deletes all rows and takes in the whole journal.</summary>
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

    /// <summary>The experiments whose streams have more events than the tables, in order of their streams' names.</summary>
    public IReadOnlyList<HistoryLag> Lags()
    {
        using var connection = database.OpenToRead();
        return connection is null || !HistorySchema.IsThere(connection, database.Dialect) ? [] : Behind(connection);
    }

    /// <summary>The journal's last place in the order of all streams, 0 when it is empty: it grows with whatever is written.</summary>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public long JournalEnd()
    {
        using var connection = database.OpenToRead();
        return connection is null ? 0 : Sql.Whole(connection, null, "SELECT MAX(ordering) FROM journal");
    }

    /// <summary>Deletes an experiment's rows from all tables.</summary>
    internal static void Remove(DbConnection connection, DbTransaction transaction, ExperimentId id)
    {
        foreach (var table in (string[])["experiment_tags", "configurations", "runs", "attempts", "cost_points", "workers", "actions"])
        {
            Sql.Execute(connection, transaction, $"DELETE FROM {table} WHERE experiment_id = @id", ("id", id.Value));
        }

        Sql.Execute(connection, transaction, "DELETE FROM experiments WHERE id = @id", ("id", id.Value));
    }

    private static Dictionary<ExperimentId, (long Own, long Annotations)> Ends(DbConnection connection)
    {
        var ends = new Dictionary<ExperimentId, (long Own, long Annotations)>();
        foreach (var (stream, end) in Sql.Query(connection, null, StreamEnds, row => (row.Text("id"), row.Whole("last"))))
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

    private static Dictionary<ExperimentId, (long Own, long Annotations)> Positions(DbConnection connection) => Sql.Query(
        connection,
        null,
        "SELECT id, journal_position, annotations_position FROM experiments",
        row => (Id: ExperimentId.Parse(row.Text("id")), Position: PositionIn(row))).ToDictionary(row => row.Id, row => row.Position);

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
    /// Experiments of which the tables have more than the journal. They were deleted from it and only in part from the tables, or an earlier
    /// copy of the journal was put back. Places are read before ends, so that events that others take in meanwhile make no difference.
    /// </summary>
    private static List<ExperimentId> Vanished(DbConnection connection)
    {
        var positions = Positions(connection);
        var ends = Ends(connection);
        return [.. positions.Where(pair => Exceeds(pair.Value, ends.GetValueOrDefault(pair.Key))).Select(pair => pair.Key)];
    }

    private static bool Exceeds((long Own, long Annotations) position, (long Own, long Annotations) end) =>
        end.Own == 0 || position.Own > end.Own || position.Annotations > end.Annotations;

    /// <summary>Takes in the next events of one experiment. Gives how many there were, 0 when another process was quicker; null when there are none.</summary>
    private (long Events, bool IsStopped)? Step(DbConnection connection, ExperimentId id, int chunk, int costs, Func<bool>? pause)
    {
        // The events are read and decoded before the transaction, because it keeps others from writing.
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
        if (grid is not null && !MakeRuns(connection, id, grid, pause))
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
        var newRows = grid is null ? null : new NewRows(grid, RunsThere(connection, transaction, id));
        using (var writer = new HistoryWriter(connection, transaction, database.Dialect))
        {
            Apply(new EventProjection(writer, id.Value, specification, kinds, newRows), events, annotations);
        }

        Advance(connection, transaction, id, events.Count, annotations.Count);
        transaction.Commit();
        return (events.Count + annotations.Count, false);
    }

    /// <summary>
    /// Makes the first runs of a large grid, each slice in a transaction of its own so that others can write in between. It leaves as many
    /// runs as one transaction can make. It goes on where it, or somebody else, stopped. False when it was stopped.
    /// </summary>
    private bool MakeRuns(DbConnection connection, ExperimentId id, SubmittedGrid grid, Func<bool>? pause)
    {
        while (grid.Count > runs)
        {
            using (var transaction = HistorySchema.BeginWriting(connection, database.Dialect))
            {
                var there = RunsThere(connection, transaction, id);
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

    /// <summary>How many runs of an experiment have their rows, which are made in order.</summary>
    private static int RunsThere(DbConnection connection, DbTransaction transaction, ExperimentId id) =>
        (int)Sql.Whole(connection, transaction, "SELECT MAX(run) FROM runs WHERE experiment_id = @id", ("id", id.Value));

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

    private static void Advance(DbConnection connection, DbTransaction transaction, ExperimentId id, long events, long annotations) => Sql.Execute(
        connection,
        transaction,
        "UPDATE experiments SET journal_position = journal_position + @own, annotations_position = annotations_position + @annotations WHERE id = @id",
        ("id", id.Value),
        ("own", events),
        ("annotations", annotations));

    private static ExperimentSpecification SpecificationOf(DbConnection connection, ExperimentId id, bool isNew, List<JournalEntry> events) => events switch
    {
        [{ Message: ExperimentSubmitted submitted }, ..] when isNew => submitted.Specification,
        _ when isNew => throw new JournalRowException($"The events of experiment {id} do not begin with its submission."),
        _ => Submission.Read(connection, id),
    };

    private static (long Own, long Annotations) PositionIn(SqlRow row) => (row.Whole("journal_position"), row.Whole("annotations_position"));

    private static (long Own, long Annotations)? Position(DbConnection connection, DbTransaction? transaction, ExperimentId id) =>
        Sql.Query(
            connection,
            transaction,
            "SELECT journal_position, annotations_position FROM experiments WHERE id = @id",
            row => ((long, long)?)PositionIn(row),
            ("id", id.Value)).FirstOrDefault();

    private static ExperimentId? IdOf(string stream, string prefix) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) && ExperimentId.TryParse(stream[prefix.Length..], out var id) ? id : null;
}
