using NNOptim.Experiments;
using NNOptim.History.Views;

namespace NNOptim.History.Tables;

/// <summary>The query for an experiment's configurations with the results of their runs, the best first.</summary>
internal sealed class ConfigurationQuery(DeclaredColumns columns)
{
    /// <summary>The statement; its parameters are <c>id</c> and <c>most</c>.</summary>
    public string Text
    {
        get
        {
            var objective = columns.Metrics.FirstOrDefault(metric => metric.Name == columns.Trainable.Objective);
            var value = objective is null ? "CAST(NULL AS DOUBLE PRECISION)" : $"r.{Sql.Quoted(objective.Name)}";
            return $"""
                SELECT c.configuration AS configuration{columns.SelectedValues("c")}, f.* FROM configurations c JOIN (
                  SELECT r.configuration AS of_configuration, COUNT(*) AS runs, {Count("pending")}, {Count("running")}, {Count("completed")},
                    {Count("diverged")}, {Count("failed")}, {Count("cancelled")},
                    AVG({Completed(value)}) AS mean_objective, MIN({Completed(value)}) AS least_objective, MAX({Completed(value)}) AS largest_objective,
                    AVG(CASE WHEN r.state = 'running' THEN
                      (SELECT p.cost FROM cost_points p WHERE p.experiment_id = r.experiment_id AND p.run = r.run ORDER BY p.epoch DESC LIMIT 1) END) AS mean_cost_now
                    {columns.SelectedMetrics(metric => $"AVG({Completed($"r.{metric}")})")}
                  FROM runs r WHERE r.experiment_id = @id GROUP BY r.configuration) f ON f.of_configuration = c.configuration
                WHERE c.experiment_id = @id
                ORDER BY CASE WHEN f.mean_objective IS NULL THEN 1 ELSE 0 END, f.mean_objective{(objective?.Goal == MetricGoal.Maximize ? " DESC" : "")}, c.configuration
                LIMIT @most
                """;
        }
    }

    /// <summary>Reads a row.</summary>
    public ConfigurationItem Read(SqlRow row) => new()
    {
        Configuration = row.Number("configuration"),
        Values = columns.Values(row),
        Runs = row.Whole("runs"),
        Pending = row.Whole("pending"),
        Running = row.Whole("running"),
        Completed = row.Whole("completed"),
        Diverged = row.Whole("diverged"),
        Failed = row.Whole("failed"),
        Cancelled = row.Whole("cancelled"),
        MeanObjective = DeclaredColumns.Finite(row.Real("mean_objective")),
        LeastObjective = DeclaredColumns.Finite(row.Real("least_objective")),
        LargestObjective = DeclaredColumns.Finite(row.Real("largest_objective")),
        MeanCostNow = DeclaredColumns.Finite(row.Real("mean_cost_now")),
        Metrics = columns.MetricsIn(row),
    };

    private static string Count(string state) => $"SUM(CASE WHEN r.state = '{state}' THEN 1 ELSE 0 END) AS {state}";

    private static string Completed(string value) => $"CASE WHEN r.state = 'completed' THEN {value} END";
}
