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
        text.Strong(answer.Findings[0].Sentence);
        text.List(answer.Findings.Skip(1).Select(finding => finding.Sentence));
        if (!answer.Limits.IsEmpty)
        {
            text.Heading(3, "What these data cannot tell");
            text.List(answer.Limits.Select(limit => limit.Sentence));
        }

        if (analysis.ComparedParameter is { } compared)
        {
            text.Heading(3, $"The search: each {compared.Label} at its best");
            text.Paragraph("Chosen and shown on the same seeds. The order is no verdict. Tried: the number of configurations, its tuning budget.");
            text.Table(Bests(analysis));
        }
    }

    private static string Unsuccessful(ExperimentAnalysis analysis, string compared)
    {
        var all = analysis.Configurations.Where(configuration => configuration.Compared == compared).ToList();
        return $"{all.Sum(configuration => configuration.Unsuccessful)} of {all.Sum(configuration => configuration.Ended)}";
    }

    private static ReportTable Bests(ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Text(analysis.ComparedLabel).Text("best configuration").Number(analysis.Configurations.Any(configuration => configuration.Runs.Length > 1) ? "mean score" : "score");
        foreach (var metric in analysis.Highlights)
        {
            table.Number(metric.Label);
        }

        table.Number("unsuccessful").Number("tried");
        foreach (var best in analysis.Compared)
        {
            table.Row(best.Best is { } configuration
                ?
                [
                    best.Compared,
                    Wording.Values(configuration, analysis.ConfigurationParameters),
                    analysis.Objective.Text(configuration.Score?.Mean),
                    .. analysis.Highlights.Select(metric => Wording.Value(metric, configuration)),
                    $"{configuration.Unsuccessful} of {configuration.Ended}",
                    Wording.Count(best.Tried),
                ]
                : [best.Compared, "no run completed", .. Enumerable.Repeat(Wording.Absent, table.Columns.Count - 4), Unsuccessful(analysis, best.Compared), Wording.Count(best.Tried)]);
        }

        return table;
    }
}
