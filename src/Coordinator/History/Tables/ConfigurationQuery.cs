using System.Data.Common;
using Dapper;
using NNOptim.Experiments;
using NNOptim.History.Views;

namespace NNOptim.History.Tables;

/// <summary>The query for an experiment's configurations with the results of the search's runs, the best first.</summary>
internal sealed class ConfigurationQuery(DeclaredColumns columns)
{
    /// <summary>The statement; its parameters are <c>id</c> and <c>most</c>.</summary>
    public string Text
    {
        get
        {
            var objective = columns.Metrics.FirstOrDefault(metric => metric.Name == columns.Objective);
            var value = objective is null ? "CAST(NULL AS DOUBLE PRECISION)" : $"r.{Sql.Quoted(objective.Name)}";
            return $"""
                SELECT c.configuration AS configuration{columns.SelectedValues("c")}, f.* FROM configurations c JOIN (
                  SELECT r.configuration AS of_configuration, COUNT(*) AS runs, {Count("pending")}, {Count("running")}, {Count("completed")},
                    {Count("diverged")}, {Count("failed")}, {Count("cancelled")},
                    AVG({Completed(value)}) AS mean_objective, MIN({Completed(value)}) AS least_objective, MAX({Completed(value)}) AS largest_objective,
                    AVG(CASE WHEN r.state = 'running' THEN
                      (SELECT p.cost FROM cost_points p WHERE p.experiment_id = r.experiment_id AND p.run = r.run ORDER BY p.epoch DESC LIMIT 1) END) AS mean_cost_now
                    {columns.SelectedMetrics(metric => $"AVG({Completed($"r.{metric}")})")}
                  FROM runs r WHERE r.experiment_id = @id AND r.confirmation = 0 GROUP BY r.configuration) f ON f.of_configuration = c.configuration
                WHERE c.experiment_id = @id
                ORDER BY CASE WHEN f.mean_objective IS NULL THEN 1 ELSE 0 END, f.mean_objective{(objective?.Goal == MetricGoal.Maximize ? " DESC" : "")}, c.configuration
                LIMIT @most
                """;
        }
    }

    /// <summary>Reads the rows of a command.</summary>
    public List<ConfigurationItem> Read(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var configurations = new List<ConfigurationItem>();
        for (var parse = reader.GetRowParser<ConfigurationItem>(); reader.Read();)
        {
            var configuration = parse(reader);
            configurations.Add(configuration with
            {
                Values = columns.Values(reader),
                MeanObjective = DeclaredColumns.Finite(configuration.MeanObjective),
                LeastObjective = DeclaredColumns.Finite(configuration.LeastObjective),
                LargestObjective = DeclaredColumns.Finite(configuration.LargestObjective),
                MeanCostNow = DeclaredColumns.Finite(configuration.MeanCostNow),
                Metrics = columns.MetricsIn(reader),
            });
        }

        return configurations;
    }

    private static string Count(string state) => $"SUM(CASE WHEN r.state = '{state}' THEN 1 ELSE 0 END) AS {state}";

    private static string Completed(string value) => $"CASE WHEN r.state = 'completed' THEN {value} END";
}
