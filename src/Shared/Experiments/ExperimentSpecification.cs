using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// A resolved experiment: the file's content with all defaults and complete lists. So later versions of the program interpret it in the
/// same way.
/// </summary>
public sealed record ExperimentSpecification
{
    private readonly string? objective;

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

    /// <summary>The name of the metric by which configurations are ranked; the trainable's own unless given.</summary>
    public string Objective
    {
        get => objective ?? Trainable.Objective;
        init => objective = value;
    }

    /// <summary>The name of the compared parameter, if the file gives one; see <see cref="Compared"/>.</summary>
    public string? Compare { get; init; }

    /// <summary>The confirmation that follows the search; null when there is none.</summary>
    public ConfirmationSpecification? Confirmation { get; init; }

    /// <summary>
    /// The parameter whose values are compared, each in its best configuration: the one that the file gives, else the trainable's where it
    /// varies, else the first that varies. When none varies, the trainable's. Null when there is none.
    /// </summary>
    public Parameter? Compared
    {
        get
        {
            if (Compare is { } name)
            {
                return Trainable.FindParameter(name);
            }

            var usual = Axis(Trainable.Compared);
            return usual is { Varies: true } ? usual.Parameter
                : Axes.FirstOrDefault(axis => axis.Varies && !axis.Parameter.IsRepeated)?.Parameter ?? usual?.Parameter;
        }
    }

    /// <summary>
    /// The name of the parameter whose value begins a configuration's name in lists: the compared one that the file gives, else the
    /// trainable's, even where it does not vary.
    /// </summary>
    public string? NamingParameter => Compare ?? Trainable.Compared;

    /// <summary>
    /// The trainable's declaration with the experiment's own objective and compared parameter. A parameter that is compared is not tuned, too.
    /// </summary>
    public Trainable Declaration
    {
        get
        {
            var compared = Compared?.Name;
            return Trainable with { Objective = Objective, Compared = compared, Tuned = Trainable.Tuned == compared ? null : Trainable.Tuned };
        }
    }

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
            Dataset = given.TryGetValue(DatasetSplits.Seed, out var seeds) ? DatasetSplits.WithSeed(dataset, seeds) : dataset,
            Axes = [.. trainable.Parameters.Select(parameter => new ParameterAxis(parameter, given.GetValueOrDefault(parameter.Name, Default(parameter))))],
        };

        ImmutableArray<ParameterValue> Default(Parameter parameter) =>
            DatasetSplits.Default(parameter, dataset) ?? (parameter.Default is { } value ? [value] : []);
    }

    /// <summary>The same experiment with other values of a parameter.</summary>
    public ExperimentSpecification With(string parameter, ImmutableArray<ParameterValue> values) => this with
    {
        Axes = [.. Axes.Select(axis => axis.Parameter.Name == parameter ? axis with { Values = values } : axis)],
        Dataset = parameter == DatasetSplits.Seed ? DatasetSplits.WithSeed(Dataset, values) : Dataset,
    };

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
        && Search == other.Search && Objective == other.Objective && Compare == other.Compare && Confirmation == other.Confirmation && Dataset == other.Dataset && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Dataset, Trainable, Axes.Length);
}
