using System.Collections.Immutable;

namespace NNOptim.Yaml;

/// <summary>
/// A value of a YAML document with its position. The library's node model is not used: it throws on the first duplicate key, and cannot
/// hold a value from the command line.
/// </summary>
/// <param name="At">Its position.</param>
/// <param name="Size">The number of values within it, with all aliases expanded.</param>
public abstract record YamlItem(SourceLocation At, long Size)
{
    /// <summary>The value on one line, as written in a file.</summary>
    public abstract override string ToString();
}

/// <summary>A single value.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Text">Its text, quotes removed.</param>
/// <param name="Quoted">Whether it was quoted or a block of text, and so can only be text.</param>
public sealed record YamlText(SourceLocation At, string Text, bool Quoted = false) : YamlItem(At, 1)
{
    /// <summary>Whether there is no value, as after a key and colon alone.</summary>
    public bool IsEmpty => !Quoted && Text.Length == 0;

    /// <summary>Whether it is YAML's null.</summary>
    public bool IsNull => !Quoted && Text is "null" or "~" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string ToString() => Quoted ? $"'{Text}'" : Text;
}

/// <summary>A list.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Items">Its values.</param>
public sealed record YamlList(SourceLocation At, ImmutableArray<YamlItem> Items) : YamlItem(At, 1 + Items.Sum(item => item.Size))
{
    /// <inheritdoc/>
    public override string ToString() =>
        Items.Length <= 20 ? $"[{string.Join(", ", Items)}]" : $"[{string.Join(", ", Items.Take(20))}, ...]";
}

/// <summary>A mapping of keys to values. Each key occurs once.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Entries">Its keys with their values, in the order written.</param>
public sealed record YamlMapping(SourceLocation At, ImmutableArray<YamlEntry> Entries)
    : YamlItem(At, 1 + Entries.Sum(entry => 1 + entry.Value.Size))
{
    /// <summary>The value of a key; null when the key is absent.</summary>
    public YamlItem? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <inheritdoc/>
    public override string ToString() =>
        Entries.Length <= 20
            ? $"{{{string.Join(", ", Entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}"
            : $"{{{string.Join(", ", Entries.Take(20).Select(entry => $"{entry.Key}: {entry.Value}"))}, ...}}";
}

/// <summary>A key with its value.</summary>
/// <param name="KeyAt">The position of the key.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(SourceLocation KeyAt, string Key, YamlItem Value);
