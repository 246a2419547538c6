using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>costs.csv</c>: every recorded cost. Columns: run, one per grid axis, epoch (from 0), cost, kind. Sorted by run, then epoch. A cost of
/// the kind <c>epoch</c> is averaged over the epoch's mini-batches while the parameters move. The last row of a completed run has the kind
/// <c>final</c>: the cost of the final parameters, after all epochs.
/// </summary>
public static class CostsTable
{
    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        using var csv = CsvFile.Create(path);
        csv.WriteRecord(["run", .. analysis.RunParameters.Select(parameter => parameter.Name), "epoch", "cost", "kind"]);
        long every = analysis.Experiment.Specification.RecordEvery;
        foreach (var run in analysis.Runs)
        {
            var identity = RunsTable.Identity(run, analysis.RunParameters);
            for (var i = 0; i < run.Costs.Length; i++)
            {
                csv.WriteFields(identity);
                csv.WriteField(i * every);
                csv.WriteFinite(run.Costs[i]);
                csv.WriteField(RecordedCosts.Epoch);
                csv.EndRecord();
            }

            if (RecordedCosts.FinalOf(run) is { } final)
            {
                csv.WriteFields(identity);
                csv.WriteField(run.Result!.EpochsTrained);
                csv.WriteFinite(final);
                csv.WriteField(RecordedCosts.Final);
                csv.EndRecord();
            }
        }
    }
}
