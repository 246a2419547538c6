using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting;

/// <summary>How a report words numbers, settings and states; the same in every form it is written in.</summary>
public static class Wording
{
    /// <summary>What stands where there is no figure.</summary>
    public const string Absent = "–";

    /// <summary>The names of run states in tables and files.</summary>
    public static ChoiceNames<RunState> States { get; } = new(
        (RunState.Completed, "completed"), (RunState.Diverged, "diverged"), (RunState.Failed, "failed"),
        (RunState.Pending, "pending"), (RunState.Running, "running"), (RunState.Cancelled, "cancelled"));

    /// <summary>A run's state.</summary>
    public static string Of(RunState state) => States.NameOf(state);

    /// <summary>An optimiser.</summary>
    public static string Of(OptimizerKind optimizer) => Choices.Optimizers.NameOf(optimizer);

    /// <summary>A cost: six decimals as the course prints them, six significant digits where these would show too little.</summary>
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

    /// <summary>A rank; shared ones are marked.</summary>
    public static string Rank(RankedCell ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        return ranked.Rank is { } rank ? rank.ToString(CultureInfo.InvariantCulture) + (ranked.Tied ? "=" : "") : Absent;
    }

    /// <summary>A number of no special kind, rounded to four significant digits.</summary>
    public static string Number(double? number) =>
        number is { } value && double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : Absent;

    /// <summary>The same to two significant digits, where columns are narrow.</summary>
    public static string Short(double? number) =>
        number is { } value && double.IsFinite(value) ? value.ToString("G2", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A value of the grid where a figure has little room: numbers of more digits to three significant ones.</summary>
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

    /// <summary>A probability as it stands after "p".</summary>
    public static string PValue(double p) => p < 0.0001 ? "p < 0.0001" : "p = " + p.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>An interval of costs.</summary>
    public static string Interval(ConfidenceInterval? interval) =>
        interval is { } value ? $"[{Cost(value.Low)}, {Cost(value.High)}]" : Absent;

    /// <summary>A count with its noun, in the plural where it must be.</summary>
    public static string Counted(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A name with its further settings, where it has any.</summary>
    public static string With(string name, string settings) => settings.Length == 0 ? name : $"{name}, {settings}";

    /// <summary>Names joined as in a sentence.</summary>
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

    /// <summary>A setting without its optimiser, for example <c>learning rate 0.0007, batch size 64</c>.</summary>
    public static string Setting(Cell cell, ImmutableArray<Hyperparameter> axes)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return string.Join(", ", axes
            .Where(axis => axis != Hyperparameters.Optimizer && cell.Text(axis).Length > 0)
            .Select(axis => $"{AxisName(axis)} {cell.Text(axis)}"));
    }

    /// <summary>An axis as it stands in a sentence: <c>learning rate</c> for <c>learning_rate</c>.</summary>
    public static string AxisName(Hyperparameter axis)
    {
        ArgumentNullException.ThrowIfNull(axis);
        return axis.Name.Replace('_', ' ');
    }

    /// <summary>The epochs to the target of a setting, or how many of its runs did not reach it in how many epochs.</summary>
    public static string EpochsToTarget(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var times = cell.EpochsToTarget;
        var epochs = cell.Runs[0].Point.Run.Epochs;
        return times switch
        {
            { Count: 0 } => Absent,
            _ when cell.Runs[0].Point.Run.TargetCost is null => Absent,
            { Reached: 0 } => $"not reached in {Count(epochs)}",
            { Median: null } => $"not reached in {Count(epochs)} by {times.Count - times.Reached} of {times.Count}",
            _ => Epochs(times.Median),
        };
    }

    /// <summary>A number of epochs or steps, with one decimal where the median of an even number is not whole.</summary>
    public static string Epochs(double? number) =>
        number is { } value && double.IsFinite(value) ? value.ToString("#,0.#", CultureInfo.InvariantCulture) : Absent;

    /// <summary>The epochs to the target of a run, or that it did not reach it in how many.</summary>
    public static string EpochsToTarget(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run switch
        {
            { Result.EpochsToTarget: { } epochs } => Count(epochs),
            { State: RunState.Completed, Point.Run.TargetCost: not null } => $"not reached in {Count(run.Point.Run.Epochs)}",
            _ => Absent,
        };
    }
}
