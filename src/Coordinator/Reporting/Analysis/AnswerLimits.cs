using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Describes in plain sentences what the data of an experiment cannot show.</summary>
internal static class AnswerLimits
{
    /// <summary>Finds the sentences that apply.</summary>
    public static ImmutableArray<string> Find(ExperimentAnalysis analysis) =>
    [
        .. FixedCorrection(analysis),
        .. analysis.Winner is null ? [] : Comparison(analysis),
        .. Unended(analysis),
        .. analysis.Facts is { } facts ? DeadNetworks(analysis, facts) : [],
    ];

    private static IEnumerable<string> FixedCorrection(ExperimentAnalysis analysis)
    {
        if (analysis.Experiment.Specification.Axis(KnownNames.AdamCorrection) is { } axis && axis.Values.Any(value => value.ToString() == KnownNames.FixedAtTwo))
        {
            yield return Answer.FixedCorrection;
        }
    }

    private static IEnumerable<string> Unended(ExperimentAnalysis analysis)
    {
        var unfinished = analysis.Count(RunState.Pending) + analysis.Count(RunState.Running) + analysis.Count(RunState.Cancelled);
        if (unfinished > 0)
        {
            yield return $"{Wording.Counted(unfinished, "run")} of {Wording.Count(analysis.Runs.Length)} had not ended when this was written; the answer may change.";
        }

        if (analysis.Count(RunState.Diverged) + analysis.Count(RunState.Failed) > 0)
        {
            yield return $"Of {Wording.Counted(analysis.Runs.Length, "run")}, {Answer.Tally(analysis)}. Means are over completed runs; "
                + "configurations with diverged or failed runs rank below all others.";
        }
    }

    private static IEnumerable<string> Comparison(ExperimentAnalysis analysis) =>
        [.. Seeds(analysis), .. Examples(analysis), .. Trends(analysis), .. Borders(analysis)];

    private static IEnumerable<string> Seeds(ExperimentAnalysis analysis)
    {
        var seeds = Answer.Seeds(analysis);
        if (seeds == 1)
        {
            yield return "One seed: the data cannot tell how much of any difference is the luck of one initialisation and one order of examples. "
                + $"Several seeds (for example {analysis.Trainable.Replicate.Name}: [1, 2, 3, 4, 5]) would give intervals and tests.";
            yield break;
        }

        if (analysis.Compared.Any(best => best.ToWinner is null && best.Best is { } configuration && configuration != analysis.Winner))
        {
            yield return "Where fewer than two seeds completed, a difference could not be tested.";
        }

        if (seeds < 5)
        {
            yield return $"{seeds} seeds are few: intervals are wide, and a tie may only mean that more seeds are needed.";
        }

        if (analysis.Configurations.Length > analysis.Compared.Length)
        {
            yield return "The best configurations were chosen by the same runs that they are compared on, which flatters them; "
                + "fresh seeds of the chosen configurations alone would give an unbiased comparison.";
        }
    }

    private static IEnumerable<string> Examples(ExperimentAnalysis analysis)
    {
        if (!analysis.Declares(KnownNames.TestAccuracy))
        {
            yield break;
        }

        var heldOut = analysis.Experiment.Specification.Dataset.TestFraction;
        if (heldOut == 0)
        {
            yield return "No examples were held out: costs and accuracies are those of the training examples and do not tell how well a network generalises.";
        }
        else if (analysis.Configurations.All(configuration => configuration.Summary(KnownNames.TestAccuracy) is null))
        {
            yield return $"Nothing was computed on the held-out examples (dataset.test_fraction {Wording.Number(heldOut)}), since only classes have an accuracy: "
                + "costs are those of the training examples and do not tell how well a network generalises.";
        }
    }

    private static IEnumerable<string> Trends(ExperimentAnalysis analysis)
    {
        var falling = analysis.Compared
            .Where(best => best.Best is { } configuration && CostTrend.FallOverLastTenth(configuration) > CostTrend.StillFallingAbove)
            .Select(best => $"{best.Compared} (by {Answer.Percent(CostTrend.FallOverLastTenth(best.Best!)!.Value)} over the last tenth)")
            .ToImmutableArray();
        if (!falling.IsEmpty)
        {
            yield return $"Still falling at the last epoch: {Wording.List(falling)}. A longer training may change the ranking.";
        }
    }

    private static IEnumerable<string> Borders(ExperimentAnalysis analysis) => GridBorder.Find(analysis).Select(border =>
        $"{border.Compared}'s best {border.Tuned.Label}, {Wording.Number(border.Value)}, lies on the border of the grid: "
            + $"extend it to {Wording.Number(border.Suggested)}.");

    private static IEnumerable<string> DeadNetworks(ExperimentAnalysis analysis, DatasetFacts facts)
    {
        var dead = analysis.Runs.Count(run => Health.IsDead(run, facts));
        if (dead == 0)
        {
            yield break;
        }

        var atBest = analysis.Compared.Where(best => best.Best is not null)
            .Select(best => (best.Compared, Dead: best.Best!.Runs.Count(run => Health.IsDead(run, facts)), All: best.Best.Runs.Length))
            .Where(best => best.Dead > 0)
            .Select(best => $"{best.Compared} {Wording.Count(best.Dead)} of {Wording.Count(best.All)}")
            .ToImmutableArray();
        yield return $"{Wording.Counted(dead, "network")} of {Wording.Count(analysis.Runs.Length)} learnt nothing (see Health)"
            + (atBest.IsEmpty
                ? "; none of them has a best configuration."
                : $", of them at the best configurations: {string.Join("; ", atBest)}. They are counted like all others and may hide a difference between those that learn.");
    }
}
