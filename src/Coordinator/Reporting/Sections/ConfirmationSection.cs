using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The finalists on fresh seeds, and every comparison of two of them.</summary>
internal static class ConfirmationSection
{
    /// <summary>Of more pairs, only those of the leader are shown.</summary>
    private const int MaxPairs = 60;

    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        if (analysis.Confirmation is not { } confirmation)
        {
            return;
        }

        var objective = analysis.Objective;
        text.Heading(2, "Confirmation");
        text.Paragraph($"The search chose {Wording.Counted(confirmation.Finalists.Length, "finalist")}, which then ran on {Wording.Counted(confirmation.Seeds, "fresh seed")}. "
            + $"Median, interquartile mean (IQM) and mean are over the scores of {(Wording.Splits(analysis.Experiment.Specification) is { } splits ? $"all ended seeds, each the mean over {splits}, and a seed is unsuccessful when one of its runs is" : "all ended runs")}. {Wording.Scores(analysis)} {Wording.UnsuccessfulRule(analysis)} "
            + $"With 95 % confidence, all intervals of the medians hold their medians{Missing(confirmation)}.");
        text.Table(Finalists(confirmation, analysis));
        if (confirmation.Pairs.IsEmpty)
        {
            return;
        }

        text.Heading(3, "Comparisons");
        text.Paragraph($"On the seeds where both finalists were successful: the typical {(confirmation.Pairs.All(pair => pair.Cost?.IsRatio != false) ? "ratio" : "difference")} of their {objective.Label} "
            + "(Hodges-Lehmann estimate), the signed-rank test (equal values count against a difference), and the effect size d_z with Hedges' correction. Only one unsuccessful: the seeds where only the first, and only the second, "
            + $"was unsuccessful, with McNemar's test where at least 6 seeds differ. Better, equal, worse: the seeds on which the first scores so, and the probability that it scores better on a fresh seed, with a tie as half and a 95 % Wilson interval. "
            + $"p values are corrected by Holm over all {Wording.Counted(confirmation.Tests, "test")}. Each interval has the level at which its own test was decided.");
        var pairs = confirmation.Pairs.Length <= MaxPairs ? confirmation.Pairs : [.. confirmation.OfLeader];
        text.Table(Pairs(pairs, analysis));
        if (pairs.Length < confirmation.Pairs.Length)
        {
            text.Paragraph($"These are the pairs of the leader; the correction is over all {Wording.Count(confirmation.Pairs.Length)}.");
        }
    }

    private static string Missing(ConfirmationResult confirmation) => confirmation.Finalists.Any(finalist => finalist.Median is null)
        ? "; a dash: the seeds are too few for an interval of this level, or not all runs have ended"
        : "";

    private static ReportTable Finalists(ConfirmationResult confirmation, ExperimentAnalysis analysis)
    {
        var objective = analysis.Objective;
        var tests = analysis.Trainable.Metrics.Where(metric => metric.Examples == ExampleSet.Test && analysis.Metrics.Contains(metric)).ToList();
        var table = new ReportTable().Text(analysis.ComparedLabel).Text("finalist").Number("median score").Text("interval").Number("IQM").Number("mean score")
            .Number("unsuccessful").Text("95 % interval").Number("mean score in the search");
        foreach (var metric in tests)
        {
            table.Number(metric.Label);
        }

        foreach (var finalist in confirmation.Finalists)
        {
            var score = finalist.Confirmed.Score;
            table.Row(
            [
                finalist.Confirmed.Compared,
                Wording.Values(finalist.Confirmed, analysis.ConfigurationParameters),
                objective.Text(score?.Median),
                Wording.Interval(objective.Metric, finalist.Median?.Interval),
                objective.Text(score?.InterquartileMean),
                objective.Text(score?.Mean),
                $"{finalist.Unsuccessful?.Successes ?? 0} of {finalist.Unsuccessful?.Count ?? 0}",
                finalist.Unsuccessful is { } share ? $"{Wording.Share(share.Interval.Low)} to {Wording.Share(share.Interval.High)}" : Wording.Absent,
                objective.Text(finalist.Chosen?.Score?.Mean),
                .. tests.Select(metric => Wording.Value(metric, finalist.Confirmed)),
            ]);
        }

        return table;
    }

    private static ReportTable Pairs(IEnumerable<FinalistPair> pairs, ExperimentAnalysis analysis)
    {
        var objective = analysis.Objective;
        var table = new ReportTable().Text("first").Text("second").Number("seeds").Number("ratio or difference").Text("interval").Text("level").Number("d_z")
            .Text("p (corrected)").Text("only one unsuccessful").Text("p (corrected)").Text("better, equal, worse").Text("verdict");
        foreach (var pair in pairs)
        {
            var (cost, reliability) = (pair.Cost, pair.Reliability);
            table.Row(
            [
                analysis.ShortName(pair.First.Confirmed),
                analysis.ShortName(pair.Second.Confirmed),
                Wording.Count(cost?.Seeds),
                cost is null ? Wording.Absent : cost.IsRatio ? Wording.Ratio(cost.Estimate) : objective.Text(cost.Estimate),
                cost?.Interval is { } interval ? Wording.Interval(objective, cost.IsRatio, interval) : Wording.Absent,
                cost?.Interval is null ? Wording.Absent : Wording.Level(cost.Test.Level),
                Wording.Number(cost?.Effect),
                cost?.Interval is null ? "too few seeds" : $"{Wording.Probability(cost.Test.PValue)} ({Wording.Probability(cost.Test.AdjustedPValue)})",
                reliability is null ? Wording.Absent : $"{reliability.Counts.FirstOnly}, {reliability.Counts.SecondOnly}",
                reliability?.Test is { } test ? $"{Wording.Probability(test.PValue)} ({Wording.Probability(test.AdjustedPValue)})" : Wording.Absent,
                pair.Superiority is { } chance
                    ? $"{chance.Better}, {chance.Equal}, {chance.Worse}: {Wording.Share(chance.Share)} ({Wording.Share(chance.Interval.Low)} to {Wording.Share(chance.Interval.High)})"
                    : Wording.Absent,
                Verdict(pair),
            ]);
        }

        return table;
    }

    private static string Verdict(FinalistPair pair) => pair.Verdict switch
    {
        PairVerdict.FirstIsBetter => "first is significantly better",
        PairVerdict.SecondIsBetter => "second has significantly better runs, but the worse mean score",
        PairVerdict.Mixed => "each is significantly better in one respect",
        _ => "not separated",
    };
}
