using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// A resolved experiment: the file's content with all defaults and complete lists. So later versions of the program interpret it in the
/// same way.
/// </summary>
public sealed record ExperimentSpecification
{
    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>The author's description; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The trainable.</summary>
    public required Trainable Trainable { get; init; }

    /// <summary>The search that chooses the runs.</summary>
    public SearchSpecification Search { get; init; } = SearchSpecification.Grid;

    /// <summary>The data.</summary>
    public required DatasetSpecification Dataset { get; init; }

    /// <summary>Every parameter with its values, one axis each, in the order of the declaration.</summary>
    public required ImmutableArray<ParameterAxis> Axes { get; init; }

    /// <summary>Creates an experiment with the defaults of its parameters, except for the given axes.</summary>
    /// <exception cref="ArgumentException">An axis has an undeclared parameter.</exception>
    public static ExperimentSpecification Create(
        string name, Trainable trainable, DatasetSpecification dataset, params ReadOnlySpan<(string Parameter, ImmutableArray<ParameterValue> Values)> axes)
    {
        ArgumentNullException.ThrowIfNull(trainable);
        var given = new Dictionary<string, ImmutableArray<ParameterValue>>(StringComparer.Ordinal);
        foreach (var (parameter, values) in axes)
        {
            given.Add(trainable.FindParameter(parameter)?.Name ?? throw new ArgumentException($"{trainable.Name} has no parameter {parameter}.", nameof(axes)), values);
        }

        return new()
        {
            Name = name,
            Trainable = trainable,
            Dataset = dataset,
            Axes = [.. trainable.Parameters.Select(parameter => new ParameterAxis(parameter, given.GetValueOrDefault(parameter.Name, Default(parameter))))],
        };

        static ImmutableArray<ParameterValue> Default(Parameter parameter) =>
            parameter.Default is { } value ? [value] : [];
    }

    /// <summary>The same experiment with other values of a parameter.</summary>
    public ExperimentSpecification With(string parameter, ImmutableArray<ParameterValue> values) =>
        this with { Axes = [.. Axes.Select(axis => axis.Parameter.Name == parameter ? axis with { Values = values } : axis)] };

    /// <summary>The axes that a table shows, in order of expansion: those always shown and those with several values.</summary>
    public IEnumerable<ParameterAxis> ShownAxes => Axes.Where(axis => axis.Varies || axis.Parameter.IsAlwaysShown);

    /// <summary>The number of steps from one recorded value of the series to the next.</summary>
    public int RecordEvery =>
        Axes.FirstOrDefault(axis => axis.Parameter.Role == ParameterRole.RecordInterval) is { Values: [ParameterValue.Integer every] } ? (int)every.Value : 1;

    /// <summary>The axis of a parameter; null when there is none with that name.</summary>
    public ParameterAxis? Axis(string? parameter) => Axes.FirstOrDefault(axis => axis.Parameter.Name == parameter);

    /// <summary>The value of a parameter with a single value; null when it has several or none.</summary>
    public ParameterValue? Constant(string parameter) => Axis(parameter) is { Values: [var value] } ? value : null;

    /// <inheritdoc/>
    public bool Equals(ExperimentSpecification? other) =>
        other is not null && Name == other.Name && Description == other.Description && Trainable == other.Trainable
        && Search == other.Search && Dataset == other.Dataset && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Dataset, Trainable, Axes.Length);
}
