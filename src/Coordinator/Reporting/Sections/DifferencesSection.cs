using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Sections;

/// <summary>How far each optimiser's best setting lies from the best of all, and whether that is more than luck.</summary>
internal static class DifferencesSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        var tested = analysis.Optimizers.Where(best => best.ToWinner is not null).ToList();
        if (tested.Count == 0)
        {
            return;
        }

        text.Heading(2, "Differences");
        text.Paragraph("The final cost of each optimiser's best setting less that of the best of all: paired over the seeds that both completed, or by "
            + "Welch's test where they share fewer than two. The effect size is Cohen's d (paired: of the differences); p values are corrected by Holm.");
        var table = new ReportTable().Text("optimizer").Text("test").Number("difference").Text("95 % interval").Number("effect size").Number("p").Number("corrected");
        foreach (var best in tested)
        {
            var test = best.ToWinner!;
            table.Row(
            [
                Wording.Of(best.Optimizer),
                test.Method == ComparisonMethod.Paired ? $"paired, {test.Count} seeds" : $"Welch, {test.Count} runs",
                Wording.Cost(test.Difference),
                Wording.Interval(test.Interval),
                Wording.Number(test.EffectSize),
                Wording.Number(test.PValue),
                Wording.Number(best.AdjustedPValue),
            ]);
        }

        text.Table(table);
    }
}
