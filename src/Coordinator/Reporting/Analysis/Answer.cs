using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>The report's answer in plain sentences: what is best, by how much, with what confidence, and what the data cannot tell.</summary>
/// <param name="Findings">What the data say.</param>
/// <param name="Limits">What they cannot tell.</param>
public sealed record Answer(ImmutableArray<string> Findings, ImmutableArray<string> Limits)
{
    /// <summary>Words the answer of an analysis.</summary>
    public static Answer Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new Answer([.. FindingsOf(analysis)], [.. LimitsOf(analysis), .. analysis.Facts is { } facts ? DeadNetworks(analysis, facts) : []]);
    }

    private static IEnumerable<string> FindingsOf(ExperimentAnalysis analysis)
    {
        if (analysis.Winner is not { } winner)
        {
            yield return $"No run completed ({Tally(analysis)}), so there is nothing to compare.";
            yield break;
        }

        var rivals = analysis.Optimizers.Skip(1).Where(best => best.Best is not null).ToImmutableArray();
        yield return Best(analysis, winner) + Confidence(analysis, rivals);
        if (winner.FinalCost is { StandardDeviation: { } deviation } cost)
        {
            yield return $"Over its {cost.Count} seeds the mean is {Wording.Cost(cost.Mean)}, the standard deviation "
                + $"{Wording.Cost(deviation)} and the 95 % interval of the mean {Wording.Interval(cost.MeanInterval)}.";
        }

        foreach (var rival in rivals)
        {
            yield return Margin(analysis, winner, rival, rivals.Length);
        }

        foreach (var without in analysis.Optimizers.Where(best => best.Best is null))
        {
            yield return $"{Wording.Of(without.Optimizer)} completed no run and has no place in the comparison.";
        }

        if (Convergence(analysis) is { } convergence)
        {
            yield return convergence;
        }

        if (Speed(analysis) is { } speed)
        {
            yield return speed;
        }

        yield return Overshoot(analysis);
        if (Importance(analysis) is { } importance)
        {
            yield return importance;
        }
    }

    private static string Best(ExperimentAnalysis analysis, Cell winner)
    {
        var cost = winner.FinalCost!;
        var accuracy = winner.TestAccuracy is { } test ? $" and {Wording.Accuracy(test.Mean)} accuracy on the held-out examples"
            : winner.TrainAccuracy is { } train ? $" and {Wording.Accuracy(train.Mean)} accuracy on the training examples"
            : "";
        var kind = cost.Count > 1 ? "mean final cost" : "final cost";
        return $"Best overall: {Name(analysis, winner)}, with a {kind} of {Wording.Cost(cost.Mean)}{accuracy}.";
    }

    /// <summary>What may be said of the winner's lead, after a space; empty where it has no rival.</summary>
    private static string Confidence(ExperimentAnalysis analysis, ImmutableArray<OptimizerBest> rivals)
    {
        if (rivals.IsEmpty)
        {
            return "";
        }

        if (Seeds(analysis) == 1)
        {
            return " With one seed the data cannot tell whether its lead is more than luck.";
        }

        var parts = new List<string>();
        Add(p => p < Analysis.Ranking.SignificanceLevel, names => $"its lead over the best of {names} is real at the 5 % level");
        Add(p => p >= Analysis.Ranking.SignificanceLevel, names => $"the data do not separate it from the best of {names}");
        Add(p => p is null, names => $"its lead over the best of {names} could not be tested");
        var sentence = string.Join("; ", parts);
        return $" {char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";

        void Add(Func<double?, bool> which, Func<string, string> words)
        {
            var names = rivals.Where(rival => which(rival.AdjustedPValue)).Select(rival => Wording.Of(rival.Optimizer)).ToImmutableArray();
            if (!names.IsEmpty)
            {
                parts.Add(words(Wording.List(names)));
            }
        }
    }

    private static string Margin(ExperimentAnalysis analysis, Cell winner, OptimizerBest rival, int rivals)
    {
        var (best, other) = (winner.FinalCost!.Mean, rival.Best!.FinalCost!.Mean);
        var more = best > 0 && other > best ? $" ({Percent((other / best) - 1)} more)" : "";
        var sentence = $"The best of {Name(analysis, rival.Best)} ends at {Wording.Cost(other)}, {Wording.Cost(other - best)} above it{more}";
        if (rival.ToWinner is not { } test || rival.AdjustedPValue is not { } p)
        {
            return sentence + ".";
        }

        var method = test.Method == ComparisonMethod.Paired
            ? $"paired over {test.Count} seeds"
            : "by Welch's test of unpaired seeds";
        var correction = rivals > 1 ? $" after Holm's correction for {rivals} comparisons" : "";
        var verdict = p < Analysis.Ranking.SignificanceLevel ? "the difference is real at the 5 % level" : "the data do not separate the two: a tie";
        return $"{sentence}; {method} the difference is {Wording.Cost(test.Difference)}, 95 % interval {Wording.Interval(test.Interval)}, "
            + (test.EffectSize is { } size ? $"effect size {Wording.Short(size)}, " : "")
            + $"{Wording.PValue(p)}{correction}: {verdict}.";
    }

    private static string? Convergence(ExperimentAnalysis analysis)
    {
        if (analysis.Experiment.Specification.TargetCost is not { } target)
        {
            return null;
        }

        var parts = analysis.Optimizers.Where(best => best.Best is not null)
            .Select(best => $"{Wording.Of(best.Optimizer)} {Wording.EpochsToTarget(best.Best!)}");
        return $"Epochs to the target cost of {Wording.Number(target)} at the best settings{(analysis.Cells.Any(cell => cell.Runs.Length > 1) ? " (median over seeds)" : "")}: {string.Join("; ", parts)}.";
    }

    private static string? Speed(ExperimentAnalysis analysis)
    {
        if (analysis.TimeToTarget is not { } times || times.Optimizers[0].Solved == 0)
        {
            return null;
        }

        var fastest = times.Optimizers[0];
        var slower = times.Optimizers.Skip(1).Where(other => other.Speedup is not null)
            .Select(other => $"{Wording.Number(other.Speedup)} times as fast as {Wording.Of(other.Optimizer)} (geometric mean over the {Wording.Count(other.Shared)} that both reached)")
            .ToImmutableArray();
        var never = times.Optimizers.Skip(1).Where(other => other.Speedup is null).Select(other => Wording.Of(other.Optimizer)).ToImmutableArray();
        return $"Tuned for speed, {Wording.Of(fastest.Optimizer)} reaches the target on {Wording.Count(fastest.Solved)} of {Wording.Counted(times.Problems, "problem")} "
            + $"({Problem(analysis)})"
            + (slower.IsEmpty ? "" : $" and is {Wording.List(slower)}")
            + (never.IsEmpty ? "." : $"; {Wording.List(never)} {(never.Length == 1 ? "reaches" : "reach")} it on none of these.");
    }

    private static string Problem(ExperimentAnalysis analysis)
    {
        var axes = TimeToTarget.SharedAxes(analysis).Where(axis => analysis.Varying(axis) is not null).Select(Wording.AxisName).ToImmutableArray();
        return axes.IsEmpty ? "each a seed" : $"each a combination of {Wording.List(["seed", .. axes])}";
    }

    private static string? Importance(ExperimentAnalysis analysis)
    {
        if (analysis.Importance.FirstOrDefault(importance => importance.Optimizer is null) is not { Parts.Length: > 1 } whole)
        {
            return null;
        }

        var main = whole.Parts.First(part => !part.Interaction);
        var pair = whole.Parts.First(part => part.Interaction);
        if (pair.Share > main.Share)
        {
            return $"What matters most: the interaction {pair.Name}, with {Percent(pair.Share)} of the variance of the final cost's logarithm over the grid: "
                + $"what the one does depends on the value of the other. Of single hyperparameters {main.Name} has most ({Percent(main.Share)}).";
        }

        return $"What matters most: {main.Name}, with {Percent(main.Share)} of the variance of the final cost's logarithm over the grid; "
            + (pair.Share >= NamedInteractionFrom
                ? $"{pair.Name} interact ({Percent(pair.Share)}): what the one does depends on the value of the other."
                : $"no two hyperparameters interact much (at most {Percent(pair.Share)}, {pair.Name}).");
    }

    /// <summary>Interactions with a smaller share of the variance are not named as such.</summary>
    private const double NamedInteractionFrom = 0.05;

    private static string Overshoot(ExperimentAnalysis analysis)
    {
        var parts = analysis.Optimizers
            .Where(best => best.Best?.Overshoot is not null)
            .Select(best => $"{Wording.Of(best.Optimizer)} {Wording.Cost(best.Best!.Overshoot!.Mean)}"
                + (best.Best.Overshoot.Count > 1 ? $" (at most {Wording.Cost(best.Best.Overshoot.Maximum)})" : ""));
        var mean = analysis.Optimizers.Any(best => best.Best?.Overshoot is { Count: > 1 }) ? " (mean over seeds)" : "";
        return $"Overshoot, the largest rise of the cost above its running minimum, at the best settings{mean}: {string.Join("; ", parts)}.";
    }

    private static IEnumerable<string> LimitsOf(ExperimentAnalysis analysis)
    {
        if (analysis.Experiment.Specification.Axes.Any(axis => axis.Hyperparameter == Hyperparameters.AdamSecondMomentCorrection
            && axis.Values.Any(value => value.ToString() == Choices.SecondMomentCorrections.NameOf(SecondMomentCorrection.FixedAtTwo))))
        {
            yield return FixedCorrection;
        }

        if (analysis.Winner is not null)
        {
            foreach (var limit in ComparisonLimits(analysis))
            {
                yield return limit;
            }
        }

        var unfinished = analysis.Count(RunState.Pending) + analysis.Count(RunState.Running) + analysis.Count(RunState.Cancelled);
        if (unfinished > 0)
        {
            yield return $"{Wording.Counted(unfinished, "run")} of {Wording.Count(analysis.Runs.Length)} had not ended when this was written; the answer may change.";
        }

        if (analysis.Count(RunState.Diverged) + analysis.Count(RunState.Failed) > 0)
        {
            yield return $"Of {Wording.Counted(analysis.Runs.Length, "run")}, {Tally(analysis)}. Means are over completed runs; "
                + "settings with diverged or failed runs rank below all others.";
        }
    }

    /// <summary>What a report says of an experiment with <see cref="SecondMomentCorrection.FixedAtTwo"/>.</summary>
    public const string FixedCorrection =
        "Adam ran here with its second-moment correction fixed at t = 2 (s / (1 - beta2^2) at every step). This reproduces the "
        + "course's printed run, in which that was a defect; it is not Adam as published. Do not use these results to judge Adam.";

    private static IEnumerable<string> ComparisonLimits(ExperimentAnalysis analysis)
    {
        var seeds = Seeds(analysis);
        if (seeds == 1)
        {
            yield return "One seed: how much of any difference is the luck of one initialisation and one order of examples cannot be "
                + "told. Several seeds (for example seed: [1, 2, 3, 4, 5]) would give intervals and tests.";
        }
        else
        {
            if (analysis.Optimizers.Any(best => best.ToWinner is null && best.Best is { } cell && cell != analysis.Winner))
            {
                yield return "Where fewer than two seeds completed, a difference could not be tested.";
            }

            if (seeds < 5)
            {
                yield return $"{seeds} seeds are few: intervals are wide, and a tie may only mean that more seeds are needed.";
            }
        }

        if (seeds > 1 && analysis.Cells.Length > analysis.Optimizers.Length)
        {
            yield return "The best settings were chosen by the same runs that they are compared on, which flatters them; "
                + "fresh seeds of the chosen settings alone would give an unbiased comparison.";
        }

        var heldOut = analysis.Experiment.Specification.Dataset.TestFraction;
        if (heldOut == 0)
        {
            yield return "No examples were held out: costs and accuracies are those of the training examples and do not tell how well a network generalises.";
        }
        else if (analysis.Cells.All(cell => cell.TestAccuracy is null))
        {
            yield return $"Nothing was computed on the held-out examples (dataset.test_fraction {Wording.Number(heldOut)}), since only classes have an accuracy: "
                + "costs are those of the training examples and do not tell how well a network generalises.";
        }

        var falling = analysis.Optimizers
            .Where(best => best.Best is { } cell && CostTrend.FallOverLastTenth(cell) > CostTrend.StillFallingAbove)
            .Select(best => $"{Wording.Of(best.Optimizer)} (by {Percent(CostTrend.FallOverLastTenth(best.Best!)!.Value)} over the last tenth)")
            .ToImmutableArray();
        if (!falling.IsEmpty)
        {
            yield return $"Still falling at the last epoch: {Wording.List(falling)}. A longer training may change the ranking.";
        }

        foreach (var border in GridBorder.LearningRates(analysis))
        {
            yield return $"{Wording.Of(border.Optimizer)}'s best learning rate, {Wording.Number(border.LearningRate)}, lies on the border of the grid: "
                + $"extend it to {Wording.Number(border.Suggested)}.";
        }
    }

    private static IEnumerable<string> DeadNetworks(ExperimentAnalysis analysis, DatasetFacts facts)
    {
        var dead = analysis.Runs.Count(run => Health.IsDead(run, facts));
        if (dead == 0)
        {
            yield break;
        }

        var atBest = analysis.Optimizers.Where(best => best.Best is not null)
            .Select(best => (best.Optimizer, Dead: best.Best!.Runs.Count(run => Health.IsDead(run, facts)), All: best.Best.Runs.Length))
            .Where(best => best.Dead > 0)
            .Select(best => $"{Wording.Of(best.Optimizer)} {Wording.Count(best.Dead)} of {Wording.Count(best.All)}")
            .ToImmutableArray();
        yield return $"{Wording.Counted(dead, "network")} of {Wording.Count(analysis.Runs.Length)} learnt nothing (see Health)"
            + (atBest.IsEmpty
                ? "; none of them at an optimiser's best setting."
                : $", of them at the best settings: {string.Join("; ", atBest)}. They are counted like all others and may hide a difference between those that learn.");
    }

    private static int Seeds(ExperimentAnalysis analysis) => analysis.Runs.Select(run => run.Point.Run.Seed).Distinct().Count();

    private static string Name(ExperimentAnalysis analysis, Cell cell) =>
        $"{Wording.Of(cell.Optimizer)} ({Wording.Setting(cell, analysis.SettingAxes)})";

    private static string Percent(double fraction) =>
        fraction is > 0 and < 0.001 ? "less than 0.1 %" : (100 * fraction).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Tally(ExperimentAnalysis analysis) => Wording.List(
    [
        .. Enum.GetValues<RunState>()
            .Select(state => (State: state, Count: analysis.Count(state)))
            .Where(pair => pair.Count > 0)
            .Select(pair => $"{Wording.Count(pair.Count)} {Wording.Of(pair.State)}"),
    ]);
}
