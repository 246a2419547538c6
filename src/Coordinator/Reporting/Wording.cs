using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Analysis.Confirmations;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting;

/// <summary>Formats numbers, configurations and states in the same way for all formats of a report.</summary>
public static class Wording
{
    /// <summary>The text for a missing value.</summary>
    public const string Absent = "–";

    /// <summary>Smaller p values are not written out.</summary>
    private const double SmallestP = 0.0001;

    /// <summary>The names of run states in tables and files.</summary>
    public static ChoiceNames<RunState> States { get; } = new(
        (RunState.Completed, "completed"), (RunState.Diverged, "diverged"), (RunState.Failed, "failed"),
        (RunState.Pending, "pending"), (RunState.Running, "running"), (RunState.Cancelled, "cancelled"));

    /// <summary>A run's state.</summary>
    public static string StateName(RunState state) => States.NameOf(state);

    /// <summary>A value of a metric, or a mean of several, in the format of the metric.</summary>
    public static string Value(Metric metric, double? value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Format switch
        {
            MetricFormat.Percent => Accuracy(value),
            MetricFormat.Count => Count(value),
            _ => Cost(value),
        };
    }

    /// <summary>A value of a metric for narrow columns.</summary>
    public static string ShortValue(Metric metric, double? value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Format == MetricFormat.Number ? Short(value) : Value(metric, value);
    }

    /// <summary>A metric of a configuration: the mean over completed runs, or the median of the epochs to the target.</summary>
    public static string Value(Metric metric, Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(configuration);
        return metric.Name == KnownNames.EpochsToTarget ? EpochsToTarget(configuration) : Value(metric, configuration.Summary(metric.Name)?.Mean);
    }

    /// <summary>A metric of a run.</summary>
    public static string Value(Metric metric, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(run);
        return metric.Name == KnownNames.EpochsToTarget ? EpochsToTarget(run) : Value(metric, run.Metric(metric.Name));
    }

    /// <summary>
    /// A cost with six decimals, as in the course, or with six significant digits when six decimals would show too little.
    /// </summary>
    public static string Cost(double? cost)
    {
        if (cost is not { } value || !double.IsFinite(value))
        {
            return Absent;
        }

        var size = Math.Abs(value);
        return size is 0 or (>= 0.001 and < 10_000)
            ? value.ToString("F6", CultureInfo.InvariantCulture)
            : value.ToString("0.#####e+0", CultureInfo.InvariantCulture);
    }

    /// <summary>An accuracy in per cent.</summary>
    public static string Accuracy(double? accuracy) =>
        accuracy is { } value && double.IsFinite(value) ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) + " %" : Absent;

    /// <summary>A whole number.</summary>
    public static string Count(long? count) => count is { } value ? value.ToString("N0", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A whole number, or a mean or median of several, with one decimal when it is not whole.</summary>
    public static string Count(double? count) =>
        count is { } value && double.IsFinite(value) ? value.ToString("#,0.#", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A rank.</summary>
    public static string Rank(RankedConfiguration ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        return ranked.Rank?.ToString(CultureInfo.InvariantCulture) ?? Absent;
    }

    /// <summary>A metric's name in a sentence or a header.</summary>
    public static string Label(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Name switch
        {
            KnownNames.EpochsToTarget => "epochs trained to target",
            KnownNames.BestCost => "best epoch cost",
            _ => metric.Label,
        };
    }

    /// <summary>A share of a whole in per cent, without decimals unless it is small.</summary>
    public static string Share(double share) =>
        share is > 0 and < 0.001 ? "less than 0.1 %" : (100 * share).ToString(share is > 0 and < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A confidence level in per cent.</summary>
    public static string Level(double level) => (100 * level).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>The share of unsuccessful runs, or of seeds with such a run, with its interval.</summary>
    public static string Unsuccessful(Finalist finalist)
    {
        ArgumentNullException.ThrowIfNull(finalist);
        var hasSplits = finalist.Confirmed.Replicates.Any(replicate => replicate.Runs.Length > 1);
        return finalist.Unsuccessful is not { } share ? hasSplits ? "no seed ended" : "no run ended"
            : $"{Count(share.Successes)} of {Counted(share.Count, hasSplits ? "seed" : "run")} {(hasSplits ? "with an unsuccessful run" : "unsuccessful")} (95 % interval {Share(share.Interval.Low)} to {Share(share.Interval.High)})";
    }

    /// <summary>The splits on which each seed of a configuration ran; null when there is one.</summary>
    public static string? Splits(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var folds = specification.Axis(DatasetSplits.Fold) is { Varies: true } axis ? axis.Values.Length : 1;
        var splits = DatasetSplits.Count(specification) / folds;
        return (splits, folds) switch
        {
            (1, 1) => null,
            (1, _) => $"{Count(folds)} folds",
            (_, 1) => $"{Count(splits)} splits",
            _ => $"{Count(folds)} folds of {Count(splits)} splits",
        };
    }

    /// <summary>Explains the score of a run.</summary>
    public static string Scores(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var objective = analysis.Objective;
        return analysis.Outcomes.Baseline is { } baseline
            ? $"The score of a run is its {objective.Label}, but {(objective.IsMaximized ? "at least" : "at most")} that of a constant prediction, {objective.Text(baseline)}. "
                + "A run that diverged or failed has that score."
            : $"The score of a run is its {objective.Label}. A run that diverged or failed has none.";
    }

    /// <summary>Explains when a run is unsuccessful.</summary>
    public static string UnsuccessfulRule(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return analysis.Outcomes.Baseline is null
            ? "A run is unsuccessful when it diverged or failed."
            : "A run is unsuccessful when it diverged, failed or learnt nothing: its cost is not 1 % below that of a constant prediction, and where classes are predicted, "
                + "its accuracy is not above it.";
    }

    /// <summary>The typical difference between two finalists, for example <c>its final cost is typically 0.93 times the other's</c>.</summary>
    public static string Difference(Objective objective, CostDifference cost)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(cost);
        return cost.IsRatio
            ? $"its {objective.Label} is typically {Ratio(cost.Estimate)} times the other's"
            : $"its {objective.Label} typically differs by {Signed(objective, cost.Estimate)}";
    }

    /// <summary>An interval of the typical difference, as ratios or in the objective's unit.</summary>
    public static string Interval(Objective objective, bool isRatio, ConfidenceInterval interval)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return isRatio
            ? $"[{Ratio(interval.Low)}, {Ratio(interval.High)}]"
            : $"[{Signed(objective, interval.Low)}, {Signed(objective, interval.High)}]";
    }

    /// <summary>
    /// A ratio from its base-10 logarithm, rounded to four significant digits. One that differs from 1 has as many more digits as show it, so
    /// that an interval beside 1 is not shown as one that ends at 1.
    /// </summary>
    public static string Ratio(double logarithm)
    {
        var ratio = Math.Pow(10, logarithm);
        var text = Number(ratio);
        for (var digits = 5; text == "1" && ratio != 1 && digits <= 17; digits++)
        {
            text = ratio.ToString($"G{digits}", CultureInfo.InvariantCulture);
        }

        return text;
    }

    /// <summary>The median of times to the target, with its interval if it is wanted and there is one.</summary>
    public static string Median(TargetTimes times, bool withInterval)
    {
        ArgumentNullException.ThrowIfNull(times);
        var median = times.Median is { } known ? Count(known) : $"more than {Count(times.Budget)}";
        return times.Interval is null || !withInterval ? median : $"{median}, 95 % interval {Interval(times)}";
    }

    /// <summary>The interval of the median time to the target; a dash where there is none.</summary>
    public static string Interval(TargetTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return times.Interval is not { } interval ? Absent : $"{End(interval.Interval.Low)} to {End(interval.Interval.High)}";

        string End(double epochs) => double.IsFinite(epochs) ? Count(epochs) : $"more than {Count(times.Budget)}";
    }

    private static string Signed(Objective objective, double value) => (value > 0 ? "+" : "") + (objective.Metric.Format == MetricFormat.Percent
        ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) + " percentage points"
        : objective.Text(value));

    /// <summary>A number without a special format, rounded to four significant digits.</summary>
    public static string Number(double? number) =>
        number is { } value && double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A number rounded to two significant digits, for narrow columns.</summary>
    public static string Short(double? number) =>
        number is { } value && double.IsFinite(value) ? value.ToString("G2", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A grid value for a figure with little space: numbers of more than six characters have three significant digits.</summary>
    public static string Brief(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length > 6 && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("G3", CultureInfo.InvariantCulture)
            : value;
    }

    /// <summary>A duration.</summary>
    public static string Seconds(double? seconds) =>
        seconds is { } value && double.IsFinite(value) ? value.ToString(value < 100 ? "F2" : "F0", CultureInfo.InvariantCulture) + " s" : Absent;

    /// <summary>A probability with "p" in front.</summary>
    public static string PValue(double p) => p < SmallestP ? $"p {Probability(p)}" : $"p = {Probability(p)}";

    /// <summary>A probability for a table.</summary>
    public static string Probability(double p) => p < SmallestP ? "< 0.0001" : p.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>An interval of values of a metric.</summary>
    public static string Interval(Metric metric, ConfidenceInterval? interval) =>
        interval is { } value ? $"[{Value(metric, value.Low)}, {Value(metric, value.High)}]" : Absent;

    /// <summary>A count with its noun, in the plural if needed.</summary>
    public static string Counted(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A name, followed by further words if there are any.</summary>
    public static string With(string name, string words) => words.Length == 0 ? name : $"{name}, {words}";

    /// <summary>Two texts with a link between them; only the first when the second is empty.</summary>
    public static string Joined(string first, string link, string second) => second.Length == 0 ? first : first + link + second;

    /// <summary>Starts a sentence: the first letter becomes upper case.</summary>
    public static string Sentence(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A name, followed by further words in parentheses if there are any.</summary>
    public static string WithParenthesis(string name, string words) => words.Length == 0 ? name : $"{name} ({words})";

    /// <summary>Joins names for a sentence.</summary>
    public static string List(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count switch
        {
            0 => "",
            1 => items[0],
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}",
        };
    }

    /// <summary>The values of a configuration without the compared one, for example <c>learning rate 0.0007, batch size 64</c>.</summary>
    public static string Values(Configuration configuration, ImmutableArray<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return string.Join(", ", parameters
            .Where(parameter => parameter.Name != configuration.Runs[0].Trainable.Compared && configuration.Text(parameter).Length > 0)
            .Select(parameter => $"{parameter.Label} {configuration.Text(parameter)}"));
    }

    /// <summary>The response for the importance of hyperparameters: the score, or its logarithm.</summary>
    public static string Response(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return analysis.HasLogarithm ? $"{analysis.Objective.Label}'s logarithm" : analysis.Objective.Label;
    }

    /// <summary>
    /// The compared value of a configuration with its other values in parentheses, for example <c>adam (learning rate 0.0007)</c>.
    /// </summary>
    public static string Name(Configuration configuration, ImmutableArray<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return WithParenthesis(Compared(configuration), Values(configuration, parameters));
    }

    /// <summary>The compared value of a configuration for a sentence. A number alone says nothing, so it follows the parameter's name.</summary>
    public static string Compared(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var trainable = configuration.Runs[0].Trainable;
        return trainable.FindParameter(trainable.Compared) is { Type.IsNumeric: true } parameter && configuration.Text(parameter).Length > 0
            ? $"{parameter.Label} {configuration.Compared}"
            : configuration.Compared;
    }

    /// <summary>
    /// The median of the epochs that a configuration trained to the target. If it is not reached, the budget and the number of runs that missed the
    /// target.
    /// </summary>
    public static string EpochsToTarget(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var times = configuration.EpochsToTarget;
        return times switch
        {
            { Count: 0 } => Absent,
            _ when configuration.Target is null => Absent,
            { Reached: 0 } when configuration.Completed.IsEmpty => "not reached",
            { Reached: 0 } => $"not reached in {Count(configuration.Budget)}",
            { Median: null } => $"not reached in {Count(configuration.Budget)} by {times.Count - times.Reached} of {times.Count}",
            _ => Count(times.Median),
        };
    }

    /// <summary>The epochs that a run trained to the target, or the budget when the run did not reach it.</summary>
    public static string EpochsToTarget(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Metric(KnownNames.EpochsToTarget) is { } epochs ? Count(epochs + 1)
            : run.State == RunState.Completed && RunValues.Target(run) is not null ? $"not reached in {Count(run.Specification.Budget)}"
            : Absent;
    }
}
