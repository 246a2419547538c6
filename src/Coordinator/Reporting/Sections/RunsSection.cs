using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The table of runs.</summary>
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

        var objective = analysis.Objective;
        var completed = analysis.Runs
            .Where(run => run.State == RunState.Completed)
            .OrderBy(run => objective.Order(objective.ValueOf(run))).ThenBy(run => run.Number)
            .ToList();
        var all = $"All {Wording.Count(analysis.Runs.Length)} runs are in runs.csv.";
        if (completed.Count == 0)
        {
            text.Paragraph($"{all} None completed.");
            return;
        }

        text.Paragraph($"{all} Here {(completed.Count == 1 ? "is" : "are")} the {Math.Min(Best, completed.Count)} with the {objective.BestWord} {objective.Label}"
            + (completed.Count > Best ? $" and the {Math.Min(Worst, completed.Count - Best)} with the {objective.WorstWord}." : "."));
        text.Table(Table(completed.Take(Best), analysis));
        if (completed.Count > Best)
        {
            text.Table(Table(completed.Skip(Math.Max(Best, completed.Count - Worst)), analysis));
        }
    }

    private static ReportTable Table(IEnumerable<RunRecord> runs, ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Number("run");
        foreach (var parameter in analysis.RunParameters)
        {
            table.Text(parameter.Name);
        }

        var isConfirmed = !analysis.ConfirmationRuns.IsEmpty;
        if (isConfirmed)
        {
            table.Number("confirmation");
        }

        table.Text("state").Number(analysis.Objective.Label);
        foreach (var metric in analysis.Metrics)
        {
            table.Number(Wording.Label(metric));
        }

        table.Number("duration");
        foreach (var run in runs)
        {
            table.Row(
            [
                run.Number.ToString(CultureInfo.InvariantCulture),
                .. analysis.RunParameters.Select(run.Specification.Text),
                .. isConfirmed ? [run.Confirmation.ToString(CultureInfo.InvariantCulture)] : (string[])[],
                State(run),
                analysis.Objective.Text(analysis.Objective.ValueOf(run)),
                .. analysis.Metrics.Select(metric => Wording.Value(metric, run)),
                Wording.Seconds(run.Result?.TrainingSeconds),
            ]);
        }

        return table;
    }

    private static string State(RunRecord run) =>
        run.Result?.DivergedAtEpoch is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $"{Wording.StateName(run.State)} at epoch {epoch}")
            : Wording.StateName(run.State);
}
