using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>All configurations by rank.</summary>
internal static class RankingSection
{
    /// <summary>Up to this many configurations are all shown. Of more, only the first and the last are shown.</summary>
    private const int MostShown = 60;

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
        var several = analysis.Configurations.Any(configuration => configuration.Runs.Length > 1);
        var repeated = Wording.Splits(analysis.Experiment.Specification) is null ? "seeds" : "seeds and splits";
        var last = analysis.Outcomes.Baseline is null ? " Configurations with such a run come after those without." : "";
        return $"Configurations of the search in the order of their {(several ? $"mean score over {repeated}" : "score")}. {Wording.Scores(analysis)}{last} {Wording.UnsuccessfulRule(analysis)} "
            + "This order describes the runs of the search; it is no test, and neighbours may be equally good.";
    }

    private static ReportTable Table(ImmutableArray<RankedConfiguration> ranking, ExperimentAnalysis analysis)
    {
        var table = new ReportTable().Number("rank");
        foreach (var parameter in analysis.ConfigurationParameters)
        {
            table.Text(parameter.Name);
        }

        var hasSpread = analysis.Configurations.Any(configuration => configuration.Score?.StandardDeviation is not null);
        table.Number(hasSpread ? "mean score" : "score");
        if (hasSpread)
        {
            table.Number("std. dev.").Number("median").Number("IQM");
        }

        foreach (var metric in analysis.Metrics)
        {
            table.Number(Wording.Label(metric));
        }

        table.Number("unsuccessful").Number("completed").Number("diverged").Number("failed");
        foreach (var ranked in ranking)
        {
            table.Row(Row(ranked, analysis, hasSpread));
        }

        return table;
    }

    private static IEnumerable<string> Row(RankedConfiguration ranked, ExperimentAnalysis analysis, bool hasSpread)
    {
        var configuration = ranked.Configuration;
        var (objective, summary) = (analysis.Objective, configuration.Score);
        return
        [
            Wording.Rank(ranked),
            .. analysis.ConfigurationParameters.Select(configuration.Text),
            objective.Text(summary?.Mean),
            .. hasSpread ? [objective.Text(summary?.StandardDeviation), objective.Text(summary?.Median), objective.Text(summary?.InterquartileMean)] : (string[])[],
            .. analysis.Metrics.Select(metric => Wording.Value(metric, configuration)),
            Wording.Count(configuration.Unsuccessful),
            $"{configuration.Completed.Length} of {configuration.Runs.Length}",
            Wording.Count(configuration.Diverged),
            Wording.Count(configuration.Failed),
        ];
    }
}
