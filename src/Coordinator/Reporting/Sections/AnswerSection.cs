using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The answer, first of all.</summary>
internal static class AnswerSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        var answer = Answer.Of(analysis);
        text.Heading(2, "Answer");
        text.Strong(answer.Findings[0]);
        text.List(answer.Findings.Skip(1));
        if (!answer.Limits.IsEmpty)
        {
            text.Heading(3, "What these data cannot tell");
            text.List(answer.Limits);
        }

        text.Heading(3, "Each optimiser at its best");
        var tested = analysis.Cells.Any(cell => cell.TestAccuracy is not null);
        var table = new ReportTable().Text("optimizer").Text("best setting").Number("final cost").Number("train accuracy");
        if (tested)
        {
            table.Number("test accuracy");
        }

        table.Number("epochs to target").Number("overshoot").Number("completed");
        foreach (var best in analysis.Optimizers)
        {
            table.Row(best.Best is { } cell
                ?
                [
                    Wording.Of(best.Optimizer),
                    Wording.Setting(cell, analysis.SettingAxes),
                    Wording.Cost(cell.FinalCost?.Mean),
                    Wording.Accuracy(cell.TrainAccuracy?.Mean),
                    .. tested ? [Wording.Accuracy(cell.TestAccuracy?.Mean)] : Enumerable.Empty<string>(),
                    Wording.EpochsToTarget(cell),
                    Wording.Cost(cell.Overshoot?.Mean),
                    $"{cell.Completed.Length} of {cell.Runs.Length}",
                ]
                : [Wording.Of(best.Optimizer), "no run completed", .. Enumerable.Repeat(Wording.Absent, table.Columns.Count - 2)]);
        }

        text.Table(table);
    }
}
