using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// <c>runs.csv</c>: one row a run, sorted by run. Columns: run, one a grid axis, state, and the figures of <see cref="RunResult"/>;
/// absent figures are empty.
/// </summary>
public static class RunsTable
{
    private static readonly ImmutableArray<string> Figures =
    [
        "state", "final_cost", "best_cost", "train_accuracy", "test_accuracy", "epochs_to_target", "overshoot", "training_seconds",
        "best_epoch", "epochs_trained", "diverged_at_epoch", "rise_count", "rise_area", "attempts", "failure_reason",
    ];

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

        foreach (var figure in Figures)
        {
            csv.Field(figure);
        }

        csv.EndRow();
        foreach (var run in analysis.Runs)
        {
            WriteRun(csv, run, analysis.ShownAxes);
        }
    }

    /// <summary>The fields that say which run it is: its number and its value on each axis.</summary>
    internal static string Setting(RunRecord run, ImmutableArray<Hyperparameter> axes) =>
        string.Join(',', axes.Select(axis => CsvWriter.Escape(run.Point.Text(axis))).Prepend(run.Number.ToString(CultureInfo.InvariantCulture)));

    private static void WriteRun(CsvWriter csv, RunRecord run, ImmutableArray<Hyperparameter> axes)
    {
        var result = run.Result;
        csv.Raw(Setting(run, axes));
        csv.Field(Wording.Of(run.State));
        csv.Field(result?.FinalCost);
        csv.Field(result?.BestCost);
        csv.Field(result?.TrainAccuracy);
        csv.Field(result?.TestAccuracy);
        csv.Field((long?)result?.EpochsToTarget);
        csv.Field(result?.Overshoot);
        csv.Field(result?.TrainingSeconds);
        csv.Field((long?)result?.BestEpoch);
        csv.Field((long?)result?.EpochsTrained);
        csv.Field((long?)result?.DivergedAtEpoch);
        csv.Field((long?)result?.RiseCount);
        csv.Field(result?.RiseArea);
        csv.Field((long)run.Attempts);
        csv.Field(run.FailureReason);
        csv.EndRow();
    }
}
