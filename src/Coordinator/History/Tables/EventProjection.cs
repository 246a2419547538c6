using System.Collections.Immutable;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>The rows to insert for a submission.</summary>
/// <param name="Grid">The configurations and runs.</param>
/// <param name="ExistingRuns">The number of runs that have rows already.</param>
internal sealed record NewRows(SubmittedGrid Grid, int ExistingRuns);

/// <summary>Converts an experiment's events to changes of the tables. Does not handle positions or transactions.</summary>
/// <param name="writer">Executes the changes.</param>
/// <param name="id">The experiment.</param>
/// <param name="specification">The submitted specification.</param>
/// <param name="kinds">The kinds of the parameters' columns.</param>
/// <param name="newRows">The rows of its submission; null if the submission is not among the events.</param>
internal sealed class EventProjection(
    HistoryWriter writer, string id, ExperimentSpecification specification, IReadOnlyDictionary<string, ColumnKind> kinds, NewRows? newRows = null)
{
    private static readonly Statement InsertExperiment = Statement.Insert(
        "experiments",
        "id", "name", "description", "state", "priority", "submitted_at", "runs", "completed", "diverged", "failed", "cancelled",
        "confirmations", "finalists", "fresh_seeds", "note", "archived",
        "specification", "dataset", "dataset_sha256", "record_every", "program_version", "runtime", "operating_system", "processor",
        "processors", "vector_bits", "command_line", "journal_position", "annotations_position");

    private static readonly Statement InsertAttempt = Statement.Insert(
        "attempts", "experiment_id", "run", "attempt", "worker", "assigned_at", "outcome");

    private static readonly Statement InsertCost = Statement.Insert("cost_points", "experiment_id", "run", "epoch", "cost");

    /// <summary>The number of costs per statement without batching: calls take more time than rows.</summary>
    private const int CostsTogether = 20;

    private static readonly Statement InsertCostsTogether = new(
        "INSERT INTO cost_points (experiment_id, run, epoch, cost) VALUES "
        + string.Join(", ", Enumerable.Range(0, CostsTogether).Select(i => $"(@experiment_id, @run, @epoch{i}, @cost{i})")),
        ["experiment_id", "run", .. Enumerable.Range(0, CostsTogether).SelectMany(i => (string[])[$"epoch{i}", $"cost{i}"])]);

    private static readonly Statement InsertCosts = new(
        "INSERT INTO cost_points (experiment_id, run, epoch, cost) SELECT @experiment_id, @run, (@first + place::int - 1) * @every, cost "
        + "FROM unnest(@costs) WITH ORDINALITY AS points (cost, place)",
        "experiment_id", "run", "first", "every", "costs");

    private static readonly Statement AssignRun = new(
        "UPDATE runs SET state = 'running', attempts = @attempt, worker = @worker WHERE experiment_id = @id AND run = @run",
        "id", "run", "attempt", "worker");

    private static readonly Statement FailRun = new(
        "UPDATE runs SET state = 'failed', ended_at = @at, failure_reason = @reason WHERE experiment_id = @id AND run = @run",
        "id", "run", "at", "reason");

    private static readonly Statement RequeueRun = new(
        "UPDATE runs SET state = 'pending', ended_at = NULL, failure_reason = NULL, worker = NULL WHERE experiment_id = @id AND run = @run",
        "id", "run");

    private static readonly Statement EndAttempt = new(
        "UPDATE attempts SET ended_at = @at, outcome = @outcome, reason = @reason WHERE experiment_id = @id AND run = @run AND attempt = @attempt",
        "id", "run", "attempt", "at", "outcome", "reason");

    private static readonly Statement AssignWorker = new(
        "INSERT INTO workers (experiment_id, worker, first_assigned_at, last_assigned_at, attempts, completed, diverged, failed, requeued, cancelled) "
        + "VALUES (@id, @worker, @at, @at, @count, 0, 0, 0, 0, 0) ON CONFLICT (experiment_id, worker) DO UPDATE SET "
        + "last_assigned_at = excluded.last_assigned_at, attempts = workers.attempts + excluded.attempts",
        "id", "worker", "at", "count");

    private static readonly ImmutableDictionary<string, Statement> CountWorker = new[] { "completed", "diverged", "failed", "requeued" }.ToImmutableDictionary(
        column => column,
        column => new Statement(
            $"UPDATE workers SET {column} = {column} + 1 WHERE experiment_id = @id AND worker = "
            + "(SELECT worker FROM attempts WHERE experiment_id = @id AND run = @run AND attempt = @attempt)",
            "id", "run", "attempt"));

    private static readonly Statement CountRuns = new(
        "UPDATE experiments SET completed = completed + @completed, diverged = diverged + @diverged, failed = failed + @failed WHERE id = @id",
        "id", "completed", "diverged", "failed");

    private static readonly Statement AddRuns = new("UPDATE experiments SET runs = runs + @runs WHERE id = @id", "id", "runs");

    private static readonly Statement SetConfirmation = new(
        "UPDATE experiments SET confirmations = @number, finalists = @finalists, fresh_seeds = @seeds WHERE id = @id", "id", "number", "finalists", "seeds");

    private static readonly Statement EndExperiment = new(
        "UPDATE experiments SET state = CASE WHEN cancelled > 0 THEN 'cancelled' ELSE 'ended' END, ended_at = @at WHERE id = @id", "id", "at");

    private static readonly Statement ReopenExperiment = new(
        "UPDATE experiments SET state = CASE WHEN state = 'paused' THEN 'paused' ELSE 'unfinished' END, ended_at = NULL WHERE id = @id", "id");

    private static readonly Statement SetState = new("UPDATE experiments SET state = @state WHERE id = @id", "id", "state");
    private static readonly Statement SetPriority = new("UPDATE experiments SET priority = @priority WHERE id = @id", "id", "priority");

    // A cancellation names no runs. It cancels those that have not ended according to the tables.
    private static readonly ImmutableArray<Statement> Cancellation =
    [
        new(
            "UPDATE experiments SET cancelled = cancelled + (SELECT COUNT(*) FROM runs WHERE experiment_id = @id AND state IN ('pending', 'running')) WHERE id = @id",
            "id"),
        new(
            "UPDATE workers SET cancelled = cancelled + (SELECT COUNT(*) FROM attempts WHERE experiment_id = @id AND worker = workers.worker AND outcome = 'running') "
            + "WHERE experiment_id = @id",
            "id"),
    ];

    private static readonly ImmutableArray<Statement> CancellationAt =
    [
        new("UPDATE attempts SET ended_at = @at, outcome = 'cancelled' WHERE experiment_id = @id AND outcome = 'running'", "id", "at"),
        new("UPDATE runs SET state = 'cancelled', ended_at = @at, worker = NULL WHERE experiment_id = @id AND state IN ('pending', 'running')", "id", "at"),
    ];

    private static readonly Statement UncountRun = new(
        "UPDATE experiments SET failed = failed - (SELECT COUNT(*) FROM runs WHERE experiment_id = @id AND run = @run AND state = 'failed'), "
        + "cancelled = cancelled - (SELECT COUNT(*) FROM runs WHERE experiment_id = @id AND run = @run AND state = 'cancelled') WHERE id = @id",
        "id", "run");

    private static readonly Statement CheckpointRun = new(
        "UPDATE runs SET checkpoint_epoch = @epoch WHERE experiment_id = @id AND run = @run", "id", "run", "epoch");

    private static readonly Statement Rename = new("UPDATE experiments SET name = @name WHERE id = @id", "id", "name");
    private static readonly Statement SetNote = new("UPDATE experiments SET note = @note WHERE id = @id", "id", "note");
    private static readonly Statement Archive = new("UPDATE experiments SET archived = @archived WHERE id = @id", "id", "archived");

    private static readonly Statement AddTag = new(
        "INSERT INTO experiment_tags (experiment_id, tag) VALUES (@id, @tag) ON CONFLICT DO NOTHING", "id", "tag");

    private static readonly Statement RemoveTag = new("DELETE FROM experiment_tags WHERE experiment_id = @id AND tag = @tag", "id", "tag");

    private static readonly Statement AddAction = new(
        "INSERT INTO actions (experiment_id, number, action, asked_by, at, priority) "
        + "VALUES (@id, (SELECT COUNT(*) + 1 FROM actions WHERE experiment_id = @id), @action, @by, @at, CAST(@priority AS INTEGER))",
        "id", "action", "by", "at", "priority");

    private readonly Statement endRun = EndRunOf(specification.Trainable);
    private readonly int recordEvery = specification.RecordEvery;
    private ProposedRuns? proposedRuns;
    private int completed;
    private int diverged;
    private int failed;

    /// <summary>Applies the next event of the experiment's own stream.</summary>
    public void Apply(IExperimentEvent @event)
    {
        switch (@event)
        {
            case ExperimentSubmitted submitted:
                Submit(submitted);
                break;
            case RunsProposed proposed:
                Propose(proposed);
                break;
            case RunsAssigned assigned:
                Assign(assigned);
                break;
            case CostsRecorded recorded:
                Record(recorded);
                break;
            case RunCompleted ended:
                End(ended);
                break;
            case RunFailed { Final: true } final:
                failed++;
                writer.Execute(FailRun, id, final.Attempt.Run, writer.Time(final.At), final.Reason);
                End(final.Attempt, final.At, "failed", final.Reason);
                break;
            case RunFailed again:
                writer.Execute(RequeueRun, id, again.Attempt.Run);
                End(again.Attempt, again.At, "failed", again.Reason);
                break;
            case RunsRequeued requeued:
                Requeue(requeued);
                break;
            case RunsRetried retried:
                Retry(retried);
                break;
            case RunCheckpointed checkpointed:
                writer.Execute(CheckpointRun, id, checkpointed.Attempt.Run, checkpointed.Epoch);
                break;
            case ExperimentPaused paused:
                writer.Execute(SetState, id, "paused");
                Note("pause", paused.By, paused.At);
                break;
            case ExperimentResumed resumed:
                writer.Execute(SetState, id, "unfinished");
                Note("resume", resumed.By, resumed.At);
                break;
            case PriorityChanged changed:
                writer.Execute(SetPriority, id, changed.Priority);
                Note("priority", changed.By, changed.At, changed.Priority);
                break;
            case ExperimentCancelled cancelled:
                Cancel(cancelled);
                break;
            case ExperimentEnded end:
                writer.Execute(EndExperiment, id, writer.Time(end.At));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "not an event of an experiment");
        }
    }

    /// <summary>Applies the next event of the stream of annotations.</summary>
    public void Apply(ExperimentAnnotated annotated)
    {
        if (annotated.Name is { } name)
        {
            writer.Execute(Rename, id, name);
        }

        if (annotated.Note is { } note)
        {
            writer.Execute(SetNote, id, note);
        }

        if (annotated.Archived is { } archived)
        {
            writer.Execute(Archive, id, archived);
        }

        foreach (var tag in annotated.TagsAdded)
        {
            writer.Execute(AddTag, id, tag);
        }

        foreach (var tag in annotated.TagsRemoved)
        {
            writer.Execute(RemoveTag, id, tag);
        }
    }

    /// <summary>Writes the counts.</summary>
    public void Finish()
    {
        if (completed != 0 || diverged != 0 || failed != 0)
        {
            writer.Execute(CountRuns, id, completed, diverged, failed);
        }

        writer.Flush();
    }

    /// <summary>The statement that ends a run. It numbers the parameters of metrics, because metrics may have the same names as other parameters.</summary>
    private static Statement EndRunOf(Trainable trainable) => new(
        "UPDATE runs SET state = @state, ended_at = @at, epochs_trained = @epochs_trained, diverged_at_epoch = @diverged_at_epoch, "
        + "training_seconds = @training_seconds"
        + string.Concat(trainable.Metrics.Select((metric, place) => $", {Sql.Quoted(metric.Name)} = @m{place}"))
        + " WHERE experiment_id = @id AND run = @run",
        ["id", "run", "state", "at", "epochs_trained", "diverged_at_epoch", "training_seconds", .. trainable.Metrics.Select((_, place) => $"m{place}")]);

    private void Submit(ExperimentSubmitted submitted)
    {
        if (newRows is null)
        {
            throw new JournalRowException($"Experiment {id} was submitted twice.");
        }

        var environment = submitted.Environment;
        writer.Execute(
            InsertExperiment,
            id, specification.Name, specification.Description, "unfinished", submitted.Priority, writer.Time(submitted.At), newRows.Grid.Count, 0, 0, 0, 0,
            0, 0, 0, "", false,
            ExperimentFileWriter.Write(specification), Choices.DatasetKinds.NameOf(specification.Dataset.Kind),
            specification.Dataset.Sha256 ?? (environment.DataSha256.Length > 0 ? environment.DataSha256 : null),
            specification.RecordEvery, environment.ProgramVersion, environment.Runtime, environment.OperatingSystem, environment.ProcessorName,
            environment.Processors, environment.VectorBits, environment.CommandLine, 0L, 0L);

        Note("submit", submitted.By, submitted.At, submitted.Priority);
        newRows.Grid.Write(writer, kinds, newRows.ExistingRuns, newRows.Grid.Count);
    }

    private void Propose(RunsProposed proposed)
    {
        proposedRuns ??= new ProposedRuns(id, specification, kinds, writer.Dialect);
        foreach (var proposal in proposed.Runs)
        {
            proposedRuns.Write(writer, proposal);
        }

        writer.Execute(AddRuns, id, proposed.Runs.Length);
        if (ConfirmationRound.LastOf(proposed.Runs) is { } round)
        {
            writer.Execute(SetConfirmation, id, round.Number, round.Finalists, round.Seeds);
        }

        if (proposed.By is { } by)
        {
            Note("confirm", by, proposed.At);
            writer.Execute(ReopenExperiment, id);
        }
    }

    private void Note(string action, string by, DateTimeOffset at, int? priority = null) =>
        writer.Execute(AddAction, id, action, by, writer.Time(at), priority);

    private void Assign(RunsAssigned assigned)
    {
        var at = writer.Time(assigned.At);
        foreach (var attempt in assigned.Attempts)
        {
            writer.Execute(AssignRun, id, attempt.Run, attempt.Attempt, assigned.WorkerId.Value);
            writer.Execute(InsertAttempt, id, attempt.Run, attempt.Attempt, assigned.WorkerId.Value, at, "running");
        }

        writer.Execute(AssignWorker, id, assigned.WorkerId.Value, at, assigned.Attempts.Length);
    }

    private void Record(CostsRecorded recorded)
    {
        if (writer.Dialect == SqlDialect.PostgreSql)
        {
            writer.Execute(InsertCosts, id, recorded.Attempt.Run, recorded.FirstIndex, recordEvery, recorded.Costs.ToArray());
            return;
        }

        var next = 0;
        for (var values = new object?[2 + (2 * CostsTogether)]; next + CostsTogether <= recorded.Costs.Length; next += CostsTogether)
        {
            (values[0], values[1]) = (id, recorded.Attempt.Run);
            for (var i = 0; i < CostsTogether; i++)
            {
                values[2 + (2 * i)] = (recorded.FirstIndex + next + i) * recordEvery;
                values[3 + (2 * i)] = recorded.Costs[next + i];
            }

            writer.Execute(InsertCostsTogether, values);
        }

        for (var i = next; i < recorded.Costs.Length; i++)
        {
            writer.Execute(InsertCost, id, recorded.Attempt.Run, (recorded.FirstIndex + i) * recordEvery, recorded.Costs[i]);
        }
    }

    private void End(RunCompleted ended)
    {
        var result = ended.Result;
        var state = result.DivergedAtEpoch is null ? "completed" : "diverged";
        completed += result.DivergedAtEpoch is null ? 1 : 0;
        diverged += result.DivergedAtEpoch is null ? 0 : 1;
        writer.Execute(
            endRun,
            [
                id, ended.Attempt.Run, state, writer.Time(ended.At), result.EpochsTrained, result.DivergedAtEpoch, result.TrainingSeconds,
                .. Enumerable.Range(0, specification.Trainable.Metrics.Length).Select(place => (object?)DeclaredColumns.Finite(result.Metrics[place])),
            ]);
        End(ended.Attempt, ended.At, state, null);
    }

    private void End(RunAttempt attempt, DateTimeOffset at, string outcome, string? reason)
    {
        writer.Execute(EndAttempt, id, attempt.Run, attempt.Attempt, writer.Time(at), outcome, reason);
        writer.Execute(CountWorker[outcome], id, attempt.Run, attempt.Attempt);
    }

    private void Requeue(RunsRequeued requeued)
    {
        var outcome = requeued.Cause switch
        {
            RequeueCause.WorkerLost => "worker_lost",
            RequeueCause.WorkerLeft => "worker_left",
            _ => "interrupted",
        };
        foreach (var attempt in requeued.Attempts)
        {
            writer.Execute(RequeueRun, id, attempt.Run);
            writer.Execute(EndAttempt, id, attempt.Run, attempt.Attempt, writer.Time(requeued.At), outcome, null);
            writer.Execute(CountWorker["requeued"], id, attempt.Run, attempt.Attempt);
        }
    }

    private void Cancel(ExperimentCancelled cancelled)
    {
        Note("cancel", cancelled.By, cancelled.At);
        foreach (var statement in Cancellation)
        {
            writer.Execute(statement, id);
        }

        foreach (var statement in CancellationAt)
        {
            writer.Execute(statement, id, writer.Time(cancelled.At));
        }
    }

    private void Retry(RunsRetried retried)
    {
        Note("retry", retried.By, retried.At);
        writer.Execute(ReopenExperiment, id);
        foreach (var run in retried.Runs)
        {
            writer.Execute(UncountRun, id, run);
            writer.Execute(RequeueRun, id, run);
        }
    }
}
