using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>A value as written in a file or on a command line.</summary>
/// <param name="Text">The text of a single value without quotes; empty for a list.</param>
/// <param name="IsQuoted">Whether the value was quoted, and is therefore text and not a number.</param>
public sealed record WrittenValue(string Text, bool IsQuoted = false)
{
    /// <summary>The values of a list; default for a single value.</summary>
    public ImmutableArray<WrittenValue> Items { get; init; }

    /// <summary>Whether it is a list.</summary>
    public bool IsList => !Items.IsDefault;

    /// <summary>A list of values.</summary>
    public static WrittenValue List(IEnumerable<WrittenValue> items) => new("") { Items = [.. items] };
}
