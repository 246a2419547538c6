using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>Every setting by its place.</summary>
internal static class RankingSection
{
    /// <summary>Up to this many settings are all shown; of more only the first and the last.</summary>
    private const int MostShown = Ranking.TiesSoughtWithin;

    private const int First = 20;

    private const int Last = 10;

    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Ranking");
        var several = analysis.Cells.Any(cell => cell.Runs.Length > 1);
        text.Paragraph((several
                ? "A setting's runs differ in their seed only. Settings rank by mean final cost over completed runs; equal ranks (=) "
                    + "are ties that the data cannot separate (paired by seed, 5 % level, Holm's correction"
                    + (analysis.Cells.Length > analysis.Optimizers.Length
                        ? " over all settings; the answer corrects over the optimisers' best settings alone, so that a lead that is real there may be a tie here). "
                        : "). ")
                : "Settings rank by final cost. ")
            + "Settings with a diverged or failed run come after those without.");
        var ranking = analysis.Ranking;
        if (ranking.Length <= MostShown)
        {
            text.Table(Table(ranking, analysis));
            return;
        }

        text.Paragraph($"The first {First} and the last {Last} of {Wording.Count(ranking.Length)} settings; all are in ranking.csv.");
        text.Table(Table(ranking[..First], analysis));
        text.Table(Table(ranking[^Last..], analysis));
    }

    private static ReportTable Table(ImmutableArray<RankedCell> ranking, ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Number("rank");
        foreach (var axis in analysis.SettingAxes)
        {
            table.Text(axis.Name);
        }

        var spread = analysis.Cells.Any(cell => cell.FinalCost?.StandardDeviation is not null);
        var tested = analysis.Cells.Any(cell => cell.TestAccuracy is not null);
        table.Number("final cost");
        if (spread)
        {
            table.Number("std. dev.").Text("95 % interval");
        }

        table.Number("best cost").Number("train accuracy");
        if (tested)
        {
            table.Number("test accuracy");
        }

        table.Number("epochs to target").Number("overshoot").Number("completed").Number("diverged").Number("failed");
        foreach (var ranked in ranking)
        {
            var cell = ranked.Cell;
            table.Row(
            [
                Wording.Rank(ranked),
                .. analysis.SettingAxes.Select(cell.Text),
                Wording.Cost(cell.FinalCost?.Mean),
                .. spread ? [Wording.Cost(cell.FinalCost?.StandardDeviation), Wording.Interval(cell.FinalCost?.MeanInterval)] : (string[])[],
                Wording.Cost(cell.BestCost?.Mean),
                Wording.Accuracy(cell.TrainAccuracy?.Mean),
                .. tested ? [Wording.Accuracy(cell.TestAccuracy?.Mean)] : (string[])[],
                Wording.EpochsToTarget(cell),
                Wording.Cost(cell.Overshoot?.Mean),
                $"{cell.Completed.Length} of {cell.Runs.Length}",
                Wording.Count(cell.Diverged),
                Wording.Count(cell.Failed),
            ]);
        }

        return table;
    }
}
