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
        foreach (var axis in analysis.ShownAxes)
        {
            csv.Field(axis.Name);
        }

        csv.Field("epoch");
        csv.Field("cost");
        csv.EndRow();
        foreach (var run in analysis.Runs)
        {
            var setting = RunsTable.Setting(run, analysis.ShownAxes);
            for (var i = 0; i < run.Costs.Length; i++)
            {
                csv.Raw(setting);
                csv.Field((long)i * run.Point.Run.RecordEvery);
                csv.Field(run.Costs[i]);
                csv.EndRow();
            }
        }
    }
}
