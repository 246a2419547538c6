using System.Data.Common;
using Dapper;
using NNOptim.History.Views;

namespace NNOptim.History.Tables;

/// <summary>The query for an experiment's runs with the values of their configurations.</summary>
internal sealed class RunQuery(DeclaredColumns columns)
{
    /// <summary>The FROM clause.</summary>
    public const string From = "FROM runs r JOIN configurations c ON c.experiment_id = r.experiment_id AND c.configuration = r.configuration";

    /// <summary>The SELECT and FROM clauses.</summary>
    public string Select =>
        "SELECT r.run, r.configuration, r.seed, r.confirmation, r.state, r.attempts, r.worker, r.ended_at, r.epochs_trained, r.diverged_at_epoch, r.checkpoint_epoch, "
        + $"r.training_seconds, r.failure_reason{columns.SelectedValues("c")}{columns.SelectedSplits("r")}{columns.SelectedMetrics(metric => $"r.{metric}")} {From}";

    /// <summary>Reads the rows of a command.</summary>
    public List<RunItem> Read(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var runs = new List<RunItem>();
        for (var parse = reader.GetRowParser<RunItem>(); reader.Read();)
        {
            var run = parse(reader);
            runs.Add(run with
            {
                Values = columns.RunValues(reader),
                TrainingSeconds = DeclaredColumns.Finite(run.TrainingSeconds),
                Metrics = columns.MetricsIn(reader),
                Sparkline = [], // The mapper sets members without a column to their type's default.
            });
        }

        return runs;
    }
}
