using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The answer, the first section.</summary>
internal static class AnswerSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        var answer = Answer.Derive(analysis);
        text.Heading(2, "Answer");
        text.Strong(answer.Findings[0]);
        text.List(answer.Findings.Skip(1));
        if (!answer.Limits.IsEmpty)
        {
            text.Heading(3, "What these data cannot tell");
            text.List(answer.Limits);
        }

        if (analysis.ComparedParameter is { } compared)
        {
            text.Heading(3, $"Each {compared.Label} at its best");
            text.Table(Bests(analysis));
        }
    }

    private static ReportTable Bests(ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Text(analysis.ComparedLabel).Text("best configuration").Number(analysis.Objective.Label);
        foreach (var metric in analysis.Highlights)
        {
            table.Number(metric.Label);
        }

        table.Number("completed");
        foreach (var best in analysis.Compared)
        {
            table.Row(best.Best is { } configuration
                ?
                [
                    best.Compared,
                    Wording.Values(configuration, analysis.ConfigurationParameters),
                    analysis.Objective.Text(configuration.Objective?.Mean),
                    .. analysis.Highlights.Select(metric => Wording.Value(metric, configuration)),
                    $"{configuration.Completed.Length} of {configuration.Runs.Length}",
                ]
                : [best.Compared, "no run completed", .. Enumerable.Repeat(Wording.Absent, table.Columns.Count - 2)]);
        }

        return table;
    }
}
