using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>costs.csv</c>: every recorded cost. Columns: run, one a grid axis, epoch (from 0), cost; sorted by run, then epoch.
/// </summary>
public static class CostsTable
{
    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        using var csv = new CsvWriter(path);
        csv.Field("run");
        foreach (var parameter in analysis.RunParameters)
        {
            csv.Field(parameter.Name);
        }

        long every = analysis.Experiment.Specification.RecordEvery;
        csv.Field("epoch");
        csv.Field("cost");
        csv.EndRow();
        foreach (var run in analysis.Runs)
        {
            var identity = RunsTable.Identity(run, analysis.RunParameters);
            for (var i = 0; i < run.Costs.Length; i++)
            {
                csv.Raw(identity);
                csv.Field(i * every);
                csv.Field(run.Costs[i]);
                csv.EndRow();
            }
        }
    }
}
