using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>runs.csv</c>: one row per run, sorted by run. Columns: run, one per grid axis, the
/// confirmation (0 for the search), state, one per metric, and the other values of
/// <see cref="RunResult"/>. Missing values are empty.
/// </summary>
public static class RunsTable
{
    private static readonly ImmutableArray<string> Figures =
        ["epochs_trained", "diverged_at_epoch", "training_seconds", "attempts", "failure_reason"];

    /// <summary>Writes the table to a file.</summary>
    public static void Write(string path, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        using var csv = CsvFile.Create(path);
        csv.WriteRecord(
        [
            "run",
            .. analysis.RunParameters.Select(parameter => parameter.Name),
            "confirmation",
            "state",
            .. analysis.Trainable.Metrics.Select(metric => metric.Name),
            .. Figures,
        ]);
        foreach (var run in analysis.Runs)
        {
            WriteRun(csv, run, analysis);
        }
    }

    /// <summary>The fields that identify a run: its number and its value of each parameter.</summary>
    internal static string[] Identity(RunRecord run, ImmutableArray<Parameter> parameters) =>
        [run.Number.ToString(CultureInfo.InvariantCulture), .. parameters.Select(parameter => run.Specification.Text(parameter))];

    private static void WriteRun(CsvWriter csv, RunRecord run, ExperimentAnalysis analysis)
    {
        csv.WriteFields(Identity(run, analysis.RunParameters));
        csv.WriteField(run.Confirmation);
        csv.WriteField(Wording.StateName(run.State));
        foreach (var metric in analysis.Trainable.Metrics)
        {
            csv.WriteFinite(run.Metric(metric.Name));
        }

        csv.WriteField(run.Result?.EpochsTrained);
        csv.WriteField(run.Result?.DivergedAtEpoch);
        csv.WriteFinite(run.Result?.TrainingSeconds);
        csv.WriteField(run.Attempts);
        csv.WriteField(run.FailureReason);
        csv.EndRecord();
    }
}
