using NNOptim.History.Views;

namespace NNOptim.History.Tables;

/// <summary>The query for an experiment's runs with the values of their configurations.</summary>
internal sealed class RunQuery(DeclaredColumns columns)
{
    /// <summary>The FROM clause.</summary>
    public const string From = "FROM runs r JOIN configurations c ON c.experiment_id = r.experiment_id AND c.configuration = r.configuration";

    /// <summary>The SELECT and FROM clauses.</summary>
    public string Select =>
        "SELECT r.run, r.configuration, r.seed, r.state, r.attempts, r.worker, r.ended_at, r.epochs_trained, r.diverged_at_epoch, r.checkpoint_epoch, "
        + $"r.training_seconds, r.failure_reason{columns.SelectedValues("c")}{columns.SelectedMetrics(metric => $"r.{metric}")} {From}";

    /// <summary>Reads a row.</summary>
    public RunItem Read(SqlRow row) => new()
    {
        Run = row.Number("run"),
        Configuration = row.Number("configuration"),
        Values = columns.Values(row),
        Seed = row.Whole("seed"),
        State = row.Text("state"),
        Attempts = row.Number("attempts"),
        Worker = row.TextOrNull("worker"),
        EndedAt = row.TimeOrNull("ended_at"),
        EpochsTrained = row.WholeOrNull("epochs_trained"),
        DivergedAtEpoch = row.WholeOrNull("diverged_at_epoch"),
        CheckpointEpoch = row.WholeOrNull("checkpoint_epoch"),
        TrainingSeconds = DeclaredColumns.Finite(row.Real("training_seconds")),
        FailureReason = row.TextOrNull("failure_reason"),
        Metrics = columns.MetricsIn(row),
    };
}
