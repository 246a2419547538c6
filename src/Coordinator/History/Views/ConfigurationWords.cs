using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.History.Views;

/// <summary>Describes the configurations of an experiment by the values that distinguish them.</summary>
public static class ConfigurationWords
{
    /// <summary>
    /// The parameters that a list of configurations shows, in order: those that vary, and those that the declaration always shows. The
    /// replicate is not included.
    /// </summary>
    public static ImmutableArray<Parameter> Shown(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return
        [
            .. specification.ShownAxes.Select(axis => axis.Parameter)
                .Where(parameter => !parameter.IsFixed && !parameter.IsRepeated),
        ];
    }

    /// <summary>The parameters of <see cref="Shown"/> with their own column in tables: those that are always shown.</summary>
    public static ImmutableArray<Parameter> Columns(ExperimentSpecification specification) =>
        [.. Shown(specification).Where(parameter => parameter.IsAlwaysShown)];

    /// <summary>
    /// The values of the parameters that vary and have no column, as text: <c>hidden activation relu, adam beta1 0.5</c>. Empty if there are
    /// none.
    /// </summary>
    public static string Describe(ExperimentSpecification specification, ParameterValues values) =>
        Described([.. Shown(specification).Where(parameter => !parameter.IsAlwaysShown)], values);

    /// <summary>All values that a list shows, as text, the compared one first: <c>adam, adam beta1 0.5, learning rate 0.01</c>.</summary>
    public static string Name(ExperimentSpecification specification, ParameterValues values)
    {
        var shown = Shown(specification);
        ArgumentNullException.ThrowIfNull(values);
        var compared = specification.NamingParameter is { } name ? values[name]?.ToString() : null;
        var others = Described([.. shown.Where(parameter => parameter.Name != specification.NamingParameter)], values);
        return string.Join(", ", new[] { compared, others }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The values of a run's split that vary, as text: <c>, split seed 8, fold 2</c>. Empty if there are none.</summary>
    public static string Split(ExperimentSpecification specification, ParameterValues values)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var varying = specification.Trainable.SplitParameters.Where(parameter => specification.Axis(parameter.Name) is { Varies: true });
        return Described([.. varying], values) is { Length: > 0 } words ? $", {words}" : "";
    }

    private static string Described(ImmutableArray<Parameter> parameters, ParameterValues values) => string.Join(", ", parameters
        .Where(parameter => values[parameter.Name] is not null)
        .Select(parameter => $"{parameter.Label} {values[parameter.Name]}"));
}
