using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// The splits that the runs of an experiment train on. A trainable that declares the parameters <see cref="Seed"/> and <see cref="Fold"/>
/// repeats each run on several splits.
/// </summary>
public static class DatasetSplits
{
    /// <summary>The parameter of the split's seed.</summary>
    public const string Seed = "split_seed";

    /// <summary>The parameter of the fold.</summary>
    public const string Fold = "fold";

    /// <summary>The largest number of folds.</summary>
    public const int MaxFolds = 1000;

    /// <summary>The data with the split of some values; the data as given where they have none.</summary>
    public static DatasetSpecification Of(DatasetSpecification dataset, ParameterValues values)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(values);
        var seed = values[Seed] is ParameterValue.Integer { Value: >= 0 and <= uint.MaxValue and var given } ? (uint)given : dataset.SplitSeed;
        var fold = dataset.Folds > 0 && values[Fold] is ParameterValue.Integer { Value: >= 1 and <= MaxFolds and var chosen } ? (int)chosen : dataset.Fold;
        return seed == dataset.SplitSeed && fold == dataset.Fold ? dataset : dataset with { SplitSeed = seed, Fold = fold };
    }

    /// <summary>The data that a look at an experiment's examples loads: those of the first fold where the runs choose one.</summary>
    public static DatasetSpecification FirstFold(DatasetSpecification dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset is { Folds: > 0, Fold: 0 } ? dataset with { Fold = 1 } : dataset;
    }

    /// <summary>The data of an experiment whose splits have some seeds: its own seed is the first.</summary>
    public static DatasetSpecification WithSeed(DatasetSpecification dataset, ImmutableArray<ParameterValue> seeds)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return seeds is [ParameterValue.Integer first, ..] ? dataset with { SplitSeed = checked((uint)first.Value) } : dataset;
    }

    /// <summary>
    /// The values of a parameter of the split when none are given: the seed of the data, and every fold. Null for another parameter.
    /// </summary>
    public static ImmutableArray<ParameterValue>? Default(Parameter parameter, DatasetSpecification dataset)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(dataset);
        return (parameter.Role, parameter.Name) switch
        {
            (ParameterRole.Split, Seed) => [new ParameterValue.Integer(dataset.SplitSeed)],
            (ParameterRole.Split, Fold) => [.. Enumerable.Range(1, dataset.Folds).Select(fold => new ParameterValue.Integer(fold))],
            _ => null,
        };
    }

    /// <summary>The number of splits on which each seed of a configuration trains.</summary>
    /// <exception cref="OverflowException">There are more than 2^63 - 1.</exception>
    public static long Count(ExperimentSpecification specification) =>
        checked(Axes(specification).Aggregate(1L, (count, axis) => count * axis.Values.Length));

    /// <summary>Every split on which each seed of a configuration trains, as values of the split's parameters.</summary>
    public static ImmutableArray<ParameterValues> All(ExperimentSpecification specification) => Axes(specification)
        .Aggregate(
            (IEnumerable<ParameterValues>)[ParameterValues.Empty],
            (splits, axis) => splits.SelectMany(split => axis.Values.Select(value => split.With(axis.Parameter.Name, value))))
        .ToImmutableArray();

    /// <summary>The data of the first split.</summary>
    public static DatasetSpecification First(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var first = Axes(specification).Aggregate(ParameterValues.Empty, (split, axis) => split.With(axis.Parameter.Name, axis.Values[0]));
        return FirstFold(Of(specification.Dataset, first));
    }

    private static IEnumerable<ParameterAxis> Axes(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Axes.Where(axis => axis.Parameter.Role == ParameterRole.Split && !axis.Values.IsEmpty);
    }
}
