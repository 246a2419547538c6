using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>Run by run.</summary>
internal static class RunsSection
{
    private const int MostShown = 60;

    private const int Best = 20;

    private const int Worst = 10;

    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Runs");
        if (analysis.Runs.Length <= MostShown)
        {
            text.Table(Table(analysis.Runs, analysis));
            return;
        }

        var completed = analysis.Runs
            .Where(run => run.State == RunState.Completed)
            .OrderBy(run => run.Result?.FinalCost ?? double.PositiveInfinity).ThenBy(run => run.Number)
            .ToList();
        var all = $"All {Wording.Count(analysis.Runs.Length)} runs are in runs.csv.";
        if (completed.Count == 0)
        {
            text.Paragraph($"{all} None completed.");
            return;
        }

        text.Paragraph($"{all} Here {(completed.Count == 1 ? "is" : "are")} the {Math.Min(Best, completed.Count)} with the least final cost"
            + (completed.Count > Best ? $" and the {Math.Min(Worst, completed.Count - Best)} with the greatest." : "."));
        text.Table(Table(completed.Take(Best), analysis));
        if (completed.Count > Best)
        {
            text.Table(Table(completed.Skip(Math.Max(Best, completed.Count - Worst)), analysis));
        }
    }

    private static ReportTable Table(IEnumerable<RunRecord> runs, ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Number("run");
        foreach (var axis in analysis.ShownAxes)
        {
            table.Text(axis.Name);
        }

        var tested = analysis.Cells.Any(cell => cell.TestAccuracy is not null);
        var targeted = analysis.Experiment.Specification.TargetCost is not null;
        table.Text("state").Number("final cost").Number("best cost").Number("train accuracy");
        if (tested)
        {
            table.Number("test accuracy");
        }

        if (targeted)
        {
            table.Number("epochs to target");
        }

        table.Number("overshoot").Number("duration");
        foreach (var run in runs)
        {
            var result = run.Result;
            table.Row(
            [
                run.Number.ToString(CultureInfo.InvariantCulture),
                .. analysis.ShownAxes.Select(run.Point.Text),
                State(run),
                Wording.Cost(result?.FinalCost),
                Wording.Cost(result?.BestCost),
                Wording.Accuracy(result?.TrainAccuracy),
                .. tested ? [Wording.Accuracy(result?.TestAccuracy)] : (string[])[],
                .. targeted ? [Wording.EpochsToTarget(run)] : (string[])[],
                Wording.Cost(result?.Overshoot),
                Wording.Seconds(result?.TrainingSeconds),
            ]);
        }

        return table;
    }

    private static string State(RunRecord run) =>
        run.Result?.DivergedAtEpoch is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $"{Wording.Of(run.State)} at epoch {epoch}")
            : Wording.Of(run.State);
}
