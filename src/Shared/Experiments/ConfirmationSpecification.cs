using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>
/// The confirmation of a search: its best configurations, the finalists, are trained again on fresh seeds, each on the
/// splits and folds of the search. Tests and intervals use these runs alone.
/// </summary>
/// <param name="Finalists">The number of finalists for each value of <paramref name="Per"/>, 1 or more.</param>
/// <param name="Per">The name of the parameter whose values each have finalists; null to take the best of all configurations.</param>
/// <param name="Seeds">The number of fresh seeds for each finalist, 2 or more.</param>
public sealed record ConfirmationSpecification(int Finalists, string? Per, int Seeds)
{
    /// <summary>The number of finalists for each value, unless the file gives another.</summary>
    public const int DefaultFinalists = 1;

    /// <summary>The number of fresh seeds, unless the file gives another.</summary>
    public const int DefaultSeeds = 20;

    /// <summary>The largest number of finalists for each value.</summary>
    public const int MaxFinalists = 100;

    /// <summary>The smallest number of fresh seeds: one seed shows no noise.</summary>
    public const int MinSeeds = 2;

    /// <summary>The largest number of fresh seeds.</summary>
    public const int MaxSeeds = 1000;

    /// <summary>The word for no parameter in files and commands: the finalists are the best of all configurations.</summary>
    public const string NoParameter = "none";

    /// <summary>The confirmation that an experiment has unless a file or a command gives other values.</summary>
    public static ConfirmationSpecification DefaultFor(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new(DefaultFinalists, specification.Compared?.Name, DefaultSeeds);
    }

    /// <summary>The names of the parameters that <see cref="Per"/> and a comparison may name.</summary>
    public static IEnumerable<string> ParametersOf(Trainable trainable)
    {
        ArgumentNullException.ThrowIfNull(trainable);
        return trainable.GridParameters.Where(parameter => !parameter.IsRepeated).Select(parameter => parameter.Name);
    }

    /// <summary>The largest possible number of runs, computed without expanding the grid.</summary>
    /// <exception cref="OverflowException">There are more than 2^63 - 1.</exception>
    public long MostRuns(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ImmutableArray<ParameterValue?> levels = specification.Axis(Per) is { Values: { IsEmpty: false } values } ? [.. values] : [null];
        if (!specification.Search.IsGrid)
        {
            return checked((long)levels.Length * Finalists * Seeds * DatasetSplits.Count(specification));
        }

        var configurations = specification.Axes.Where(axis => axis.Parameter.IsRepeated && axis.Varies)
            .Aggregate(specification, (one, axis) => one.With(axis.Parameter.Name, [axis.Values[0]]));
        return checked(levels.Sum(level => Math.Min(
            Finalists, ExperimentGrid.Count(level is null ? configurations : configurations.With(Per!, [level])))) * Seeds * DatasetSplits.Count(specification));
    }
}
