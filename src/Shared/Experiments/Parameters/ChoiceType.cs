using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>One of a set of names.</summary>
/// <param name="Names">The names in display order.</param>
public sealed record ChoiceType(ImmutableArray<string> Names) : ParameterType
{
    /// <summary>The names of an enumeration's values.</summary>
    public static ChoiceType FromNames<T>(ChoiceNames<T> choices)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(choices);
        return new([.. choices.Names]);
    }

    /// <inheritdoc/>
    public bool Equals(ChoiceType? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public override string Allowed => $"one of {string.Join(", ", Names)}";

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written) =>
        written is { IsList: false, Text: var text } && Names.Contains(text) ? new ParameterValue.Name(text) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]) };
}
