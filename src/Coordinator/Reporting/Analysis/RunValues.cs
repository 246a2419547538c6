using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>What a report asks of a run's values.</summary>
internal static class RunValues
{
    /// <summary>The text of its value of the compared parameter; the trainable's name where there is none.</summary>
    public static string Compared(RunRecord run) =>
        run.Trainable.FindParameter(run.Trainable.Compared) is { } parameter && run.Specification.Text(parameter) is { Length: > 0 } text
            ? text
            : run.Trainable.Name;

    /// <summary>Its value of the tuned parameter as a number; null where there is none.</summary>
    public static double? Tuned(RunRecord run) =>
        run.Trainable.FindParameter(run.Trainable.Tuned) is { } parameter ? Number(run.Specification.Value(parameter)) : null;

    /// <summary>The cost whose first reaching is reported; null where none is set.</summary>
    public static double? Target(RunRecord run) =>
        run.Trainable.PlaceOf(KnownNames.EpochsToTarget) >= 0 ? Number(run.Specification.Values[KnownNames.TargetCost]) : null;

    /// <summary>A value as a number; null where it is none.</summary>
    public static double? Number(ParameterValue? value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Integer integer => integer.Value,
        _ => null,
    };

    /// <summary>A text that runs share if and only if they train the same with equal values of some parameters.</summary>
    public static string Key(RunRecord run, IEnumerable<Parameter> parameters) =>
        string.Join('\n', parameters.Select(run.Specification.Text).Prepend(run.Specification.Trainable));
}
