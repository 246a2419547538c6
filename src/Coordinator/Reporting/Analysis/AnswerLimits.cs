using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis.Findings;

namespace NNOptim.Reporting.Analysis;

/// <summary>Finds what the data of an experiment cannot show.</summary>
internal static class AnswerLimits
{
    /// <summary>The search shows its noise poorly with fewer seeds than this.</summary>
    private const int FewSeedsBelow = 5;

    /// <summary>Finds the limits that apply.</summary>
    public static ImmutableArray<Finding> Find(ExperimentAnalysis analysis) =>
    [
        .. FixedCorrection(analysis),
        .. analysis.Candidate is null ? [] : Comparison(analysis),
        .. Runs(analysis),
    ];

    private static IEnumerable<Finding> FixedCorrection(ExperimentAnalysis analysis)
    {
        if (analysis.Experiment.Specification.Axis(KnownNames.AdamCorrection) is { } axis && axis.Values.Any(value => value.ToString() == KnownNames.FixedAtTwo))
        {
            yield return new FixedAdamCorrection();
        }
    }

    private static IEnumerable<Finding> Comparison(ExperimentAnalysis analysis) =>
        [.. Seeds(analysis), .. Confirmation(analysis), .. Examples(analysis), .. Splits(analysis), .. Trends(analysis), .. GridBorder.Find(analysis).Select(border => new OnBorder(border))];

    private static IEnumerable<Finding> Seeds(ExperimentAnalysis analysis)
    {
        var seeds = analysis.SearchRuns.Select(run => run.Specification.Seed).Distinct().Count();
        if (seeds == 1)
        {
            yield return new OneSeed(analysis.Trainable.Replicate.Name);
        }
        else if (seeds < FewSeedsBelow && analysis.Confirmation is null)
        {
            yield return new FewSeeds(seeds);
        }
    }

    private static IEnumerable<Finding> Confirmation(ExperimentAnalysis analysis)
    {
        if (analysis.Confirmation is not { } confirmation)
        {
            yield break;
        }

        if (confirmation.Round > 1)
        {
            yield return new RepeatedConfirmation(confirmation.Round);
        }

        if (confirmation.IsUnfinished)
        {
            yield return new UnfinishedConfirmation();
        }

        ImmutableArray<string> lost =
        [
            .. confirmation.Finalists.Where(finalist => finalist.Confirmed.Score is null)
                .Select(finalist => Wording.Name(finalist.Confirmed, analysis.ConfigurationParameters)),
        ];
        if (!lost.IsEmpty)
        {
            yield return new LostFinalists(lost);
        }
    }

    private static IEnumerable<Finding> Examples(ExperimentAnalysis analysis)
    {
        if (analysis.Trainable.Metrics.Any(metric => metric.Examples == ExampleSet.Test) && analysis.Objective.Metric.Examples == ExampleSet.Training)
        {
            yield return new ChosenOnTraining(analysis.Objective.Label, analysis.Experiment.Specification.Dataset.HasTestData);
        }
    }

    private static IEnumerable<Finding> Splits(ExperimentAnalysis analysis)
    {
        if (Wording.Splits(analysis.Experiment.Specification) is { } splits)
        {
            yield return new MeanOverSplits(splits, analysis.Confirmation is not null);
        }
    }

    private static IEnumerable<Finding> Trends(ExperimentAnalysis analysis)
    {
        var trends = analysis.Compared.Where(best => best.Best is not null).Select(best => (Compared: Wording.Compared(best.Best!), Trend: CostTrend.Of(best.Best!))).ToImmutableArray();
        ImmutableArray<string> falling = [.. trends.Where(pair => pair.Trend == Trend.Falling).Select(pair => pair.Compared)];
        ImmutableArray<string> unknown = [.. trends.Where(pair => pair.Trend == Trend.Unknown).Select(pair => pair.Compared)];
        if (!falling.IsEmpty)
        {
            yield return new StillFalling(falling);
        }

        if (!unknown.IsEmpty)
        {
            yield return new UnknownTrend(unknown, CostTrend.LeastPoints);
        }
    }

    private static IEnumerable<Finding> Runs(ExperimentAnalysis analysis)
    {
        var unfinished = analysis.Runs.Count(run => !Outcomes.HasEnded(run));
        if (unfinished > 0)
        {
            yield return new UnendedRuns(unfinished, analysis.Runs.Length);
        }

        var (diverged, failed) = (analysis.Count(RunState.Diverged), analysis.Count(RunState.Failed));
        var nothing = analysis.Runs.Count(analysis.Outcomes.LearntNothing);
        var limited = analysis.Runs.Count(analysis.Outcomes.IsLimited);
        if (diverged + failed + nothing + limited > 0)
        {
            yield return new UnsuccessfulRuns(
                diverged, failed, nothing, analysis.Runs.Length, analysis.Outcomes.Baseline is { } baseline ? analysis.Objective.Text(baseline) : null, limited);
        }
    }
}
