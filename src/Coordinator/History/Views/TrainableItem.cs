using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.History.Views;

/// <summary>The declaration of an experiment's trainable, for lists of configurations and runs.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Objective">The metric by which configurations are ranked.</param>
/// <param name="Compared">The compared parameter; null if there is none.</param>
/// <param name="Tuned">The parameter that affects the comparison most; null if there is none.</param>
/// <param name="Replicate">The parameter that is repeated to measure noise: the <c>seed</c> of runs.</param>
/// <param name="Parameters">The parameters in <c>values</c> of configurations and runs, in order. Runs also have those of their split.</param>
/// <param name="Metrics">The metrics in <c>metrics</c> of configurations and runs, in order.</param>
public sealed record TrainableItem(
    string Name,
    string Objective,
    string? Compared,
    string? Tuned,
    string Replicate,
    ImmutableArray<ParameterItem> Parameters,
    ImmutableArray<MetricItem> Metrics)
{
    /// <summary>The declaration of a specification.</summary>
    public static TrainableItem Create(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var trainable = specification.Trainable;
        var shown = ConfigurationWords.Shown(specification);
        return new TrainableItem(
            trainable.Name,
            specification.Objective,
            specification.NamingParameter,
            trainable.Tuned,
            trainable.Replicate.Name,
            [
                .. trainable.GridParameters.Where(parameter => !parameter.IsRepeated).Select(parameter => new ParameterItem(
                    parameter.Name,
                    parameter.Label,
                    parameter.Type.IsNumeric,
                    shown.Contains(parameter),
                    parameter.IsAlwaysShown,
                    [.. specification.Axis(parameter.Name)?.Values.Select(value => value.ToString()) ?? []])),
            ],
            [.. trainable.Metrics.Select(MetricItem.Create)]);
    }
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">Its name in a sentence.</param>
/// <param name="IsNumeric">Whether its values are numbers.</param>
/// <param name="IsShown">Whether lists of configurations show it, because it varies or is always shown.</param>
/// <param name="IsAlwaysShown">Whether lists show it even if it has one value.</param>
/// <param name="Values">Its values in the experiment.</param>
public sealed record ParameterItem(string Name, string Label, bool IsNumeric, bool IsShown, bool IsAlwaysShown, ImmutableArray<string> Values);

/// <summary>A metric.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">Its name in a sentence.</param>
/// <param name="Goal"><c>minimize</c>, <c>maximize</c> or <c>none</c>.</param>
/// <param name="Format"><c>number</c>, <c>percent</c> for a fraction in [0, 1], or <c>count</c>.</param>
public sealed record MetricItem(string Name, string Label, string Goal, string Format)
{
    /// <summary>The declaration of a metric.</summary>
    public static MetricItem Create(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new(metric.Name, metric.Label, NameOf(metric.Goal), NameOf(metric.Format));
    }

    private static string NameOf(Enum value) => value.ToString().ToLowerInvariant();
}
