using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>The type of a key of the data whose value is a list or a mapping of YAML.</summary>
internal abstract record ItemType : ParameterType
{
    /// <summary>Parses a value; null when it is not allowed.</summary>
    public abstract ParameterValue? Parse(YamlItem item);

    /// <inheritdoc/>
    public sealed override ParameterValue? Parse(WrittenValue written) =>
        written.IsList ? null : Parse(new YamlText(new SourceLocation(""), written.Text, written.IsQuoted));

    /// <summary>The JSON schema of a text: an editor reads an unquoted 2026 or true as a number or a Boolean.</summary>
    protected static JsonObject TextSchema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    /// <summary>The JSON schema of a list of texts.</summary>
    protected static JsonObject TextsSchema() => new() { ["type"] = "array", ["items"] = TextSchema() };

    /// <summary>The texts of a list; null when the value is no list of texts.</summary>
    protected static ValueList<string>? TextsOf(YamlItem item) =>
        item is YamlList list && list.Items.All(text => text is YamlText) ? [.. list.Items.Select(text => ((YamlText)text).Text)] : null;

    /// <summary>The columns of a mapping from columns to lists of texts; null when the value is something else.</summary>
    protected static ValueList<ColumnLevels>? LevelsOf(YamlItem item)
    {
        if (item is not YamlMapping mapping)
        {
            return null;
        }

        var columns = ImmutableArray.CreateBuilder<ColumnLevels>();
        foreach (var entry in mapping.Entries)
        {
            if (TextsOf(entry.Value) is not { Count: > 0 } levels || levels.Distinct(StringComparer.Ordinal).Count() != levels.Count)
            {
                return null;
            }

            columns.Add(new ColumnLevels(entry.Key, levels));
        }

        return new(columns.ToImmutable());
    }

    /// <summary>Whether a value is a plain word.</summary>
    protected static bool IsWord(YamlItem item, string word) => item is YamlText { Quoted: false, Text: var text } && text == word;
}

/// <summary>A list of texts; one text stands for a list of it.</summary>
/// <param name="What">What the texts are, for example <c>columns</c>.</param>
internal sealed record TextsType(string What) : ItemType
{
    /// <inheritdoc/>
    public override string Allowed => $"a list of {What}";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) => item is YamlText text
        ? new ParameterValue.Texts([text.Text])
        : TextsOf(item) is { } texts ? new ParameterValue.Texts(texts) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(TextSchema(), TextsSchema()) };
}

/// <summary>The number of features of generated data, or a list of columns.</summary>
/// <param name="Maximum">The largest number.</param>
internal sealed record FeaturesType(int Maximum) : ItemType
{
    private readonly IntegerType number = new(1, Maximum);

    /// <inheritdoc/>
    public override string Allowed => $"{number.Allowed}, or a list of columns";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) => item is YamlText text
        ? number.Parse(new WrittenValue(text.Text, text.Quoted)) ?? new ParameterValue.Texts([text.Text])
        : TextsOf(item) is { Count: > 0 } texts ? new ParameterValue.Texts(texts) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(number.Schema(), TextSchema(), TextsSchema()) };
}

/// <summary>Columns with their levels in order.</summary>
internal sealed record LevelsType : ItemType
{
    /// <inheritdoc/>
    public override string Allowed => "a mapping of columns to lists of their values, each value once";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) => LevelsOf(item) is { } levels ? new ParameterValue.Levels(levels) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = TextsSchema() };
}

/// <summary>The categorical columns: detected, a list of columns, or columns with their levels.</summary>
internal sealed record CategoricalType : ItemType
{
    /// <summary>The word for columns that are detected.</summary>
    public const string Auto = "auto";

    /// <inheritdoc/>
    public override string Allowed => "auto, a list of columns, or a mapping of columns to lists of their values, each value once";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) => item switch
    {
        _ when IsWord(item, Auto) => new ParameterValue.Name(Auto),
        YamlText text => new ParameterValue.Levels([new ColumnLevels(text.Text, [])]),
        _ when TextsOf(item) is { } columns => new ParameterValue.Levels([.. columns.Select(column => new ColumnLevels(column, []))]),
        _ when LevelsOf(item) is { } levels => new ParameterValue.Levels(levels),
        _ => null,
    };

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(TextSchema(), TextsSchema(), new LevelsType().Schema()) };
}

/// <summary>Columns with the value that replaces missing ones.</summary>
internal sealed record FillType : ItemType
{
    /// <inheritdoc/>
    public override string Allowed => "a mapping of columns to the value that replaces missing ones";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) =>
        item is YamlMapping mapping && mapping.Entries.All(entry => entry.Value is YamlText)
            ? new ParameterValue.Levels([.. mapping.Entries.Select(entry => new ColumnLevels(entry.Key, [((YamlText)entry.Value).Text]))])
            : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = TextSchema() };
}

/// <summary>The inputs to standardise: none, all, those of numeric columns, or those of listed columns.</summary>
internal sealed record StandardizeType : ItemType
{
    private readonly FlagType flag = new();

    /// <inheritdoc/>
    public override string Allowed => "true, false, all, numeric, or a list of columns";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) => item switch
    {
        YamlText text when flag.Parse(new WrittenValue(text.Text, text.Quoted)) is ParameterValue.Name { Value: var name } => new ParameterValue.Name(name == "true" ? "all" : "none"),
        YamlText { Quoted: false, Text: "all" or "numeric" or "none" } text => new ParameterValue.Name(text.Text),
        _ when TextsOf(item) is { Count: > 0 } columns => new ParameterValue.Texts(columns),
        _ => null,
    };

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(flag.Schema(), new JsonObject { ["enum"] = new JsonArray("all", "numeric", "none") }, TextsSchema()) };
}

/// <summary>Whether there is a header: true, false, or detected.</summary>
internal sealed record HeaderType : ItemType
{
    private readonly FlagType flag = new();

    /// <inheritdoc/>
    public override string Allowed => "auto, true or false";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) =>
        IsWord(item, CategoricalType.Auto) ? new ParameterValue.Name(CategoricalType.Auto)
        : item is YamlText text ? flag.Parse(new WrittenValue(text.Text, text.Quoted)) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(flag.Schema(), new JsonObject { ["const"] = CategoricalType.Auto }) };
}

/// <summary>One ASCII character, or a word that stands for one.</summary>
/// <param name="Words">The allowed words.</param>
internal sealed record CharacterType(ImmutableArray<string> Words) : ItemType
{
    /// <inheritdoc/>
    public override string Allowed => $"one ASCII character{string.Concat(Words.Select(word => $", or {word}"))}";

    /// <inheritdoc/>
    public override ParameterValue? Parse(YamlItem item) => item switch
    {
        YamlText { Text: "tab" } when Words.Contains("tab") => new ParameterValue.Name("\t"),
        YamlText text when Words.Contains(text.Text) || text.Text is [< (char)128 and not ('\n' or '\r' or '\0')] => new ParameterValue.Name(text.Text),
        _ => null,
    };

    /// <inheritdoc/>
    public override JsonObject Schema() => TextSchema();

    /// <inheritdoc/>
    public bool Equals(CharacterType? other) => other is not null && Words.AsSpan().SequenceEqual(other.Words.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Words.Length;
}
