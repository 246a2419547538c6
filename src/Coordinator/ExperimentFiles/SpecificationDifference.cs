using System.Collections.Immutable;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>A key of experiment files whose value differs between specifications.</summary>
/// <param name="Key">Its path, for example <c>training.epochs</c>.</param>
/// <param name="Values">Its value in each, as in a file; null when there is none.</param>
public sealed record SpecificationDifference(string Key, ImmutableArray<string?> Values)
{
    /// <summary>All differences, in the order of the file's keys.</summary>
    public static ImmutableArray<SpecificationDifference> Among(IReadOnlyList<ExperimentSpecification> specifications)
    {
        ArgumentNullException.ThrowIfNull(specifications);
        return
        [
            .. specifications.SelectMany(specification => FileKeys.For(specification.Trainable).All).DistinctBy(key => key.Path)
                .Select(key => new SpecificationDifference(key.Path, [.. specifications.Select(specification => ValueOf(specification, key))]))
                .Where(difference => difference.Values.Distinct(StringComparer.Ordinal).Skip(1).Any()),
        ];
    }

    private static string? ValueOf(ExperimentSpecification specification, FileKey key) =>
        key.AppliesTo(specification.Dataset.Kind) && (key.Parameter is null || specification.Axis(key.Parameter.Name) is not null)
            ? ExperimentFileWriter.ValueText(specification, key)
            : null;
}
