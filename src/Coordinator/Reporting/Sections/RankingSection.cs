using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>All configurations by rank.</summary>
internal static class RankingSection
{
    /// <summary>Up to this many configurations are all shown. Of more, only the first and the last are shown.</summary>
    private const int MostShown = Ranking.TiesSoughtWithin;

    private const int First = 20;

    private const int Last = 10;

    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Ranking");
        text.Paragraph(Explanation(analysis));
        var ranking = analysis.Ranking;
        if (ranking.Length <= MostShown)
        {
            text.Table(Table(ranking, analysis));
            return;
        }

        text.Paragraph($"The first {First} and the last {Last} of {Wording.Count(ranking.Length)} configurations; all are in ranking.csv.");
        text.Table(Table(ranking[..First], analysis));
        text.Table(Table(ranking[^Last..], analysis));
    }

    private static string Explanation(ExperimentAnalysis analysis)
    {
        const string Unsuccessful = "Configurations with a diverged or failed run come after those without.";
        if (!analysis.Configurations.Any(configuration => configuration.Runs.Length > 1))
        {
            return $"Configurations rank by {analysis.Objective.Label}. {Unsuccessful}";
        }

        var correction = analysis.ComparedParameter is { } compared && analysis.Configurations.Length > analysis.Compared.Length
            ? $" over all configurations; the answer corrects over the {compared.Label}s' best configurations alone, so a lead that is real there may be a tie here). "
            : "). ";
        return $"The runs of a configuration differ in their seed only. Configurations rank by mean {analysis.Objective.Label} over completed runs; equal ranks (=) "
            + $"are ties that the data cannot separate (paired by seed, 5 % level, Holm's correction{correction}{Unsuccessful}";
    }

    private static ReportTable Table(ImmutableArray<RankedConfiguration> ranking, ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Number("rank");
        foreach (var parameter in analysis.ConfigurationParameters)
        {
            table.Text(parameter.Name);
        }

        var hasSpread = analysis.Configurations.Any(configuration => configuration.Objective?.StandardDeviation is not null);
        table.Number(analysis.Objective.Label);
        if (hasSpread)
        {
            table.Number("std. dev.").Text("95 % interval");
        }

        foreach (var metric in analysis.Metrics)
        {
            table.Number(metric.Label);
        }

        table.Number("completed").Number("diverged").Number("failed");
        foreach (var ranked in ranking)
        {
            table.Row(Row(ranked, analysis, hasSpread));
        }

        return table;
    }

    private static IEnumerable<string> Row(RankedConfiguration ranked, ExperimentAnalysis analysis, bool hasSpread)
    {
        var configuration = ranked.Configuration;
        var (objective, summary) = (analysis.Objective, configuration.Objective);
        return
        [
            Wording.Rank(ranked),
            .. analysis.ConfigurationParameters.Select(configuration.Text),
            objective.Text(summary?.Mean),
            .. hasSpread ? [objective.Text(summary?.StandardDeviation), Wording.Interval(objective.Metric, summary?.MeanInterval)] : (string[])[],
            .. analysis.Metrics.Select(metric => Wording.Value(metric, configuration)),
            $"{configuration.Completed.Length} of {configuration.Runs.Length}",
            Wording.Count(configuration.Diverged),
            Wording.Count(configuration.Failed),
        ];
    }
}
