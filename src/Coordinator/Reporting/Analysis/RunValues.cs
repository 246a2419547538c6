using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>Reads the values of a run that a report needs.</summary>
internal static class RunValues
{
    /// <summary>The text of the compared parameter's value; the trainable's name when there is no such value.</summary>
    public static string Compared(RunRecord run) =>
        run.Trainable.FindParameter(run.Trainable.Compared) is { } parameter && run.Specification.Text(parameter) is { Length: > 0 } text
            ? text
            : run.Trainable.Name;

    /// <summary>The tuned parameter's value as a number; null when there is none.</summary>
    public static double? Tuned(RunRecord run) =>
        run.Trainable.FindParameter(run.Trainable.Tuned) is { } parameter ? Number(run.Specification.Value(parameter)) : null;

    /// <summary>The target cost; null when none is set.</summary>
    public static double? Target(RunRecord run) =>
        run.Trainable.PlaceOf(KnownNames.EpochsToTarget) >= 0 ? Number(run.Specification.Values[KnownNames.TargetCost]) : null;

    /// <summary>A value as a number; null when it is not a number.</summary>
    public static double? Number(ParameterValue? value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Integer integer => integer.Value,
        _ => null,
    };

    /// <summary>The values of a run's split, for example <c>fold 2</c>; empty when the trainable declares no such parameter.</summary>
    public static string Split(RunRecord run) => string.Join(", ", run.Trainable.SplitParameters
        .Where(parameter => run.Specification.Value(parameter) is not null)
        .Select(parameter => $"{parameter.Label} {run.Specification.Text(parameter)}"));

    /// <summary>A text that is equal for two runs exactly when they have the same trainable and equal values of these parameters.</summary>
    public static string Key(RunRecord run, IEnumerable<Parameter> parameters) =>
        string.Join('\n', parameters.Select(run.Specification.Text).Prepend(run.Specification.Trainable));
}
