using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Sections;

/// <summary>
/// The difference between the best configuration of each compared value and the best of the experiment, with its significance.
/// </summary>
internal static class DifferencesSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        var tested = analysis.Compared.Where(best => best.ToWinner is not null).ToList();
        if (tested.Count == 0)
        {
            return;
        }

        var objective = analysis.Objective;
        text.Heading(2, "Differences");
        text.Paragraph($"The {objective.Label} of the best configuration of each {analysis.ComparedLabel}, less that of the best of all. The values are paired over the seeds "
            + "that both completed, or compared by Welch's test where both completed fewer than two of the same. The effect size is Cohen's d (paired: of the differences); "
            + "p values are corrected by Holm.");
        var table = new ReportTable().Text(analysis.ComparedLabel).Text("test").Number("difference").Text("95 % interval").Number("effect size").Number("p").Number("corrected");
        foreach (var best in tested)
        {
            var test = best.ToWinner!;
            table.Row(
            [
                best.Compared,
                test.Method == ComparisonMethod.Paired ? $"paired, {test.Count} seeds" : $"Welch, {test.Count} runs",
                objective.Text(test.Difference),
                Wording.Interval(objective.Metric, test.Interval),
                Wording.Number(test.EffectSize),
                Wording.Number(test.PValue),
                Wording.Number(best.AdjustedPValue),
            ]);
        }

        text.Table(table);
    }
}
