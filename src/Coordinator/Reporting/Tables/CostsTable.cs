using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>costs.csv</c>: every recorded cost. Columns: run, one per grid axis, epoch (from 0), cost. Sorted by run, then epoch.
/// </summary>
public static class CostsTable
{
    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        using var csv = CsvFile.Create(path);
        csv.WriteRecord(["run", .. analysis.RunParameters.Select(parameter => parameter.Name), "epoch", "cost"]);
        long every = analysis.Experiment.Specification.RecordEvery;
        foreach (var run in analysis.Runs)
        {
            var identity = RunsTable.Identity(run, analysis.RunParameters);
            for (var i = 0; i < run.Costs.Length; i++)
            {
                csv.WriteFields(identity);
                csv.WriteField(i * every);
                csv.WriteFinite(run.Costs[i]);
                csv.EndRecord();
            }
        }
    }
}
