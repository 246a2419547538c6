using System.Collections.Immutable;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>A key of experiment files that does not have the same value in all of several specifications.</summary>
/// <param name="Key">Its path, for example <c>training.epochs</c>.</param>
/// <param name="Values">Its value in each, as a file has it; null where it has none.</param>
public sealed record SpecificationDifference(string Key, ImmutableArray<string?> Values)
{
    /// <summary>All of them, in the order of the file's keys.</summary>
    public static ImmutableArray<SpecificationDifference> Among(IReadOnlyList<ExperimentSpecification> specifications)
    {
        ArgumentNullException.ThrowIfNull(specifications);
        return
        [
            .. FileKeys.All
                .Select(key => new SpecificationDifference(
                    key.Path,
                    [.. specifications.Select(specification => key.AppliesTo(specification.Dataset.Kind) ? ExperimentFileWriter.ValueText(specification, key) : null)]))
                .Where(difference => difference.Values.Distinct(StringComparer.Ordinal).Skip(1).Any()),
        ];
    }
}
