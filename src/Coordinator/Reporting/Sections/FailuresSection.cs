using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The diverged and failed runs, each with its reason.</summary>
internal static class FailuresSection
{
    private const int MostShown = 60;

    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        var runs = analysis.Runs.Where(run => run.State is RunState.Diverged or RunState.Failed).ToList();
        text.Heading(2, "Diverged and failed runs");
        if (runs.Count == 0)
        {
            text.Paragraph("None.");
            return;
        }

        text.Paragraph("A run that diverged is a result: its cost or a weight became infinite or not a number. A run that failed could not be trained in the attempts allowed.");
        var table = new ReportTable().Number("run");
        foreach (var parameter in analysis.RunParameters)
        {
            table.Text(parameter.Name);
        }

        table.Text("state").Number("attempts").Text("reason");
        foreach (var run in runs.Take(MostShown))
        {
            table.Row(
            [
                run.Number.ToString(CultureInfo.InvariantCulture),
                .. analysis.RunParameters.Select(run.Specification.Text),
                Wording.StateName(run.State),
                run.Attempts.ToString(CultureInfo.InvariantCulture),
                Reason(run),
            ]);
        }

        text.Table(table);
        if (runs.Count > MostShown)
        {
            text.Paragraph($"These are the first {MostShown} of {Wording.Count(runs.Count)}; all are in runs.csv.");
        }
    }

    private static string Reason(RunRecord run) =>
        run.State == RunState.Failed ? run.FailureReason ?? "unknown"
        : run.Result?.DivergedAtEpoch is { } epoch ? string.Create(CultureInfo.InvariantCulture, $"diverged at epoch {epoch}")
        : "diverged";
}
