using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting;

/// <summary>Formats numbers, configurations and states in the same way for all formats of a report.</summary>
public static class Wording
{
    /// <summary>The text for a missing value.</summary>
    public const string Absent = "–";

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

    /// <summary>A rank. An equals sign marks a shared rank.</summary>
    public static string Rank(RankedConfiguration ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        return ranked.Rank is { } rank ? rank.ToString(CultureInfo.InvariantCulture) + (ranked.Tied ? "=" : "") : Absent;
    }

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
    public static string PValue(double p) => p < 0.0001 ? "p < 0.0001" : "p = " + p.ToString("F4", CultureInfo.InvariantCulture);

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

    /// <summary>The response for the importance of hyperparameters: the objective, or its logarithm.</summary>
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
        return WithParenthesis(configuration.Compared, Values(configuration, parameters));
    }

    /// <summary>
    /// The median of a configuration's epochs to the target. If it is not reached, the budget and the number of runs that missed the
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
            { Reached: 0 } => $"not reached in {Count(configuration.Budget)}",
            { Median: null } => $"not reached in {Count(configuration.Budget)} by {times.Count - times.Reached} of {times.Count}",
            _ => Count(times.Median),
        };
    }

    /// <summary>A run's epochs to the target, or the budget when the run did not reach it.</summary>
    public static string EpochsToTarget(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Metric(KnownNames.EpochsToTarget) is { } epochs ? Count(epochs)
            : run.State == RunState.Completed && RunValues.Target(run) is not null ? $"not reached in {Count(run.Specification.Budget)}"
            : Absent;
    }
}
