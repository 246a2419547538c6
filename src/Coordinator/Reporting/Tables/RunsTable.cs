using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>runs.csv</c>: one row a run, sorted by run. Columns: run, one a grid axis, state, one a metric of the trainable, and the other
/// figures of <see cref="RunResult"/>; absent figures are empty.
/// </summary>
public static class RunsTable
{
    private static readonly ImmutableArray<string> Figures =
        ["epochs_trained", "diverged_at_epoch", "training_seconds", "attempts", "failure_reason"];

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

        csv.Field("state");
        foreach (var metric in analysis.Trainable.Metrics)
        {
            csv.Field(metric.Name);
        }

        foreach (var figure in Figures)
        {
            csv.Field(figure);
        }

        csv.EndRow();
        foreach (var run in analysis.Runs)
        {
            WriteRun(csv, run, analysis);
        }
    }

    /// <summary>The fields that say which run it is: its number and its value of each parameter.</summary>
    internal static string Identity(RunRecord run, ImmutableArray<Parameter> parameters) => string.Join(
        ',',
        parameters.Select(parameter => CsvWriter.Escape(run.Specification.Text(parameter))).Prepend(run.Number.ToString(CultureInfo.InvariantCulture)));

    private static void WriteRun(CsvWriter csv, RunRecord run, ExperimentAnalysis analysis)
    {
        csv.Raw(Identity(run, analysis.RunParameters));
        csv.Field(Wording.StateName(run.State));
        foreach (var metric in analysis.Trainable.Metrics)
        {
            csv.Field(run.Metric(metric.Name));
        }

        csv.Field((long?)run.Result?.EpochsTrained);
        csv.Field((long?)run.Result?.DivergedAtEpoch);
        csv.Field(run.Result?.TrainingSeconds);
        csv.Field((long)run.Attempts);
        csv.Field(run.FailureReason);
        csv.EndRow();
    }
}
