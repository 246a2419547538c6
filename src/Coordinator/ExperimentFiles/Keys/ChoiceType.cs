using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>One of a set of names.</summary>
/// <param name="Names">The names in the order in which they are listed to a person.</param>
internal sealed record ChoiceType(ImmutableArray<string> Names) : KeyType
{
    /// <summary>The names of an enumeration's values.</summary>
    public static ChoiceType Of<T>(ChoiceNames<T> choices)
        where T : struct, Enum => new([.. choices.Names]);

    /// <inheritdoc/>
    public override string Allowed => $"one of {string.Join(", ", Names)}";

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item) =>
        item is YamlText text && Names.Contains(text.Text) ? new HyperparameterValue.Name(text.Text) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]) };
}
