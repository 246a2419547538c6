using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Analysis;

/// <summary>
/// The report's answer in plain sentences: the best configuration, its lead, the confidence in it, and what the data cannot show.
/// </summary>
/// <param name="Findings">What the data show.</param>
/// <param name="Limits">What the data cannot show.</param>
public sealed record Answer(ImmutableArray<string> Findings, ImmutableArray<string> Limits)
{
    /// <summary>The answer does not name interactions with a smaller share of the variance.</summary>
    private const double NamedInteractionFrom = 0.05;

    /// <summary>Writes the answer of an analysis.</summary>
    public static Answer Derive(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new Answer([.. FindingsOf(analysis)], AnswerLimits.Find(analysis));
    }

    /// <summary>The sentence in a report when the experiment's Adam has a fixed second-moment correction.</summary>
    public const string FixedCorrection =
        "Adam ran here with its second-moment correction fixed at t = 2 (s / (1 - beta2^2) at every step). This reproduces the "
        + "course's printed run, in which that was a defect; it is not Adam as published. Do not use these results to judge Adam.";

    /// <summary>The number of runs in each state.</summary>
    internal static string Tally(ExperimentAnalysis analysis) => Wording.List(
    [
        .. Enum.GetValues<RunState>()
            .Select(state => (State: state, Count: analysis.Count(state)))
            .Where(pair => pair.Count > 0)
            .Select(pair => $"{Wording.Count(pair.Count)} {Wording.StateName(pair.State)}"),
    ]);

    internal static int Seeds(ExperimentAnalysis analysis) => analysis.Runs.Select(run => run.Specification.Seed).Distinct().Count();

    internal static string Percent(double fraction) =>
        fraction is > 0 and < 0.001 ? "less than 0.1 %" : (100 * fraction).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static IEnumerable<string> FindingsOf(ExperimentAnalysis analysis)
    {
        if (analysis.Winner is not { } winner)
        {
            yield return $"No run completed ({Tally(analysis)}), so there is nothing to compare.";
            yield break;
        }

        var rivals = analysis.Compared.Skip(1).Where(best => best.Best is not null).ToImmutableArray();
        yield return Best(analysis, winner) + Confidence(analysis, rivals);
        if (winner.Objective is { StandardDeviation: { } deviation } summary)
        {
            var metric = analysis.Objective.Metric;
            yield return $"Over its {summary.Count} seeds the mean is {Wording.Value(metric, summary.Mean)}, the standard deviation "
                + $"{Wording.Value(metric, deviation)} and the 95 % interval of the mean {Wording.Interval(metric, summary.MeanInterval)}.";
        }

        foreach (var rival in rivals)
        {
            yield return Margin(analysis, winner, rival, rivals.Length);
        }

        foreach (var without in analysis.Compared.Where(best => best.Best is null))
        {
            yield return $"{without.Compared} completed no run and has no place in the comparison.";
        }

        foreach (var finding in new[] { Convergence(analysis), Speed(analysis), Overshoot(analysis), Importance(analysis) }.OfType<string>())
        {
            yield return finding;
        }
    }

    private static string Best(ExperimentAnalysis analysis, Configuration winner)
    {
        var summary = winner.Objective!;
        var accuracy = winner.Summary(KnownNames.TestAccuracy) is { } test ? $" and {Wording.Accuracy(test.Mean)} accuracy on the held-out examples"
            : winner.Summary(KnownNames.TrainAccuracy) is { } train ? $" and {Wording.Accuracy(train.Mean)} accuracy on the training examples"
            : "";
        var kind = summary.Count > 1 ? $"mean {analysis.Objective.Label}" : analysis.Objective.Label;
        return $"Best overall: {Name(analysis, winner)}, with a {kind} of {analysis.Objective.Text(summary.Mean)}{accuracy}.";
    }

    /// <summary>The confidence in the winner's lead, after a space; empty when it has no rival.</summary>
    private static string Confidence(ExperimentAnalysis analysis, ImmutableArray<ComparedBest> rivals)
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
        return $" {Wording.Sentence(string.Join("; ", parts))}.";

        void Add(Func<double?, bool> which, Func<string, string> words)
        {
            var names = rivals.Where(rival => which(rival.AdjustedPValue)).Select(rival => rival.Compared).ToImmutableArray();
            if (!names.IsEmpty)
            {
                parts.Add(words(Wording.List(names)));
            }
        }
    }

    private static string Margin(ExperimentAnalysis analysis, Configuration winner, ComparedBest rival, int rivals)
    {
        var objective = analysis.Objective;
        var (best, other) = (winner.Objective!.Mean, rival.Best!.Objective!.Mean);
        var side = other >= best ? "above" : "below";
        var ratio = best > 0 && objective.Order(other) > objective.Order(best)
            ? $" ({Percent(Math.Abs((other / best) - 1))} {(other > best ? "more" : "less")})"
            : "";
        var sentence = $"The best of {Name(analysis, rival.Best)} ends at {objective.Text(other)}, {objective.Text(Math.Abs(other - best))} {side} it{ratio}";
        if (rival.ToWinner is not { } test || rival.AdjustedPValue is not { } p)
        {
            return sentence + ".";
        }

        var method = test.Method == ComparisonMethod.Paired
            ? $"paired over {test.Count} seeds"
            : "by Welch's test of unpaired seeds";
        var correction = rivals > 1 ? $" after Holm's correction for {rivals} comparisons" : "";
        var verdict = p < Analysis.Ranking.SignificanceLevel ? "the difference is real at the 5 % level" : "the data do not separate the two: a tie";
        return $"{sentence}; {method} the difference is {objective.Text(test.Difference)}, 95 % interval {Wording.Interval(objective.Metric, test.Interval)}, "
            + (test.EffectSize is { } size ? $"effect size {Wording.Short(size)}, " : "")
            + $"{Wording.PValue(p)}{correction}: {verdict}.";
    }

    private static string? Convergence(ExperimentAnalysis analysis)
    {
        if (analysis.Target is not { } target)
        {
            return null;
        }

        var parts = analysis.Compared.Where(best => best.Best is not null)
            .Select(best => $"{best.Compared} {Wording.EpochsToTarget(best.Best!)}");
        var median = analysis.Configurations.Any(configuration => configuration.Runs.Length > 1) ? " (median over seeds)" : "";
        return $"Epochs to the target cost of {Wording.Number(target)} at the best configurations{median}: {string.Join("; ", parts)}.";
    }

    private static string? Speed(ExperimentAnalysis analysis)
    {
        if (analysis.TimeToTarget is not { } times || times.Compared[0].Solved == 0)
        {
            return null;
        }

        var fastest = times.Compared[0];
        var slower = times.Compared.Skip(1).Where(other => other.Speedup is not null)
            .Select(other => $"{Wording.Number(other.Speedup)} times as fast as {other.Compared} (geometric mean over the {Wording.Count(other.Shared)} that both reached)")
            .ToImmutableArray();
        var never = times.Compared.Skip(1).Where(other => other.Speedup is null).Select(other => other.Compared).ToImmutableArray();
        return $"Tuned for speed, {fastest.Compared} reaches the target on {Wording.Count(fastest.Solved)} of {Wording.Counted(times.Problems, "problem")} "
            + $"({Problem(analysis)})"
            + (slower.IsEmpty ? "" : $" and is {Wording.List(slower)}")
            + (never.IsEmpty ? "." : $"; {Wording.List(never)} {(never.Length == 1 ? "reaches" : "reach")} it on none of these.");
    }

    private static string Problem(ExperimentAnalysis analysis)
    {
        var shared = TimeToTarget.SharedParameters(analysis).Where(parameter => analysis.Varying(parameter) is not null)
            .Select(parameter => parameter.Label).ToImmutableArray();
        return shared.IsEmpty ? "each a seed" : $"each a combination of {Wording.List(["seed", .. shared])}";
    }

    private static string? Importance(ExperimentAnalysis analysis)
    {
        if (analysis.Importance.FirstOrDefault(importance => importance.Compared is null) is not { Parts.Length: > 1 } whole)
        {
            return null;
        }

        var main = whole.Parts.First(part => !part.Interaction);
        var pair = whole.Parts.First(part => part.Interaction);
        var variance = $"of the variance of the {Wording.Response(analysis)} over the grid";
        if (pair.Share > main.Share)
        {
            return $"What matters most: the interaction {pair.Name}, with {Percent(pair.Share)} {variance}: "
                + $"the effect of one depends on the value of the other. Of single hyperparameters {main.Name} has most ({Percent(main.Share)}).";
        }

        return $"What matters most: {main.Name}, with {Percent(main.Share)} {variance}; "
            + (pair.Share >= NamedInteractionFrom
                ? $"{pair.Name} interact ({Percent(pair.Share)}): the effect of one depends on the value of the other."
                : $"no two hyperparameters interact much (at most {Percent(pair.Share)}, {pair.Name}).");
    }

    private static string? Overshoot(ExperimentAnalysis analysis)
    {
        ImmutableArray<(string Compared, SampleSummary Rise)> rises =
        [
            .. analysis.Compared
                .Select(best => (best.Compared, Rise: best.Best?.Summary(KnownNames.Overshoot)))
                .Where(pair => pair.Rise is not null)
                .Select(pair => (pair.Compared, pair.Rise!)),
        ];
        if (rises.IsEmpty)
        {
            return null;
        }

        var parts = rises.Select(pair => $"{pair.Compared} {Wording.Cost(pair.Rise.Mean)}" + (pair.Rise.Count > 1 ? $" (at most {Wording.Cost(pair.Rise.Maximum)})" : ""));
        var mean = rises.Any(pair => pair.Rise.Count > 1) ? " (mean over seeds)" : "";
        return $"Overshoot, the largest rise of the cost above its running minimum, at the best configurations{mean}: {string.Join("; ", parts)}.";
    }

    private static string Name(ExperimentAnalysis analysis, Configuration configuration) => Wording.Name(configuration, analysis.ConfigurationParameters);
}
