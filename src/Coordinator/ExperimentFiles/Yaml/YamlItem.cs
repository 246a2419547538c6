using System.Collections.Immutable;

namespace NNOptim.ExperimentFiles.Yaml;

/// <summary>
/// A value of a YAML document with the place it was written at. The library's own node model is not used because it
/// throws on the first duplicate key, and cannot hold a value that came from the command line.
/// </summary>
/// <param name="At">Where it stands.</param>
/// <param name="Size">The number of values within it, each alias counted as all that it stands for.</param>
internal abstract record YamlItem(SourceLocation At, long Size)
{
    /// <summary>The value on one line, as it would be written in a file.</summary>
    public abstract override string ToString();
}

/// <summary>A single value.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Text">Its text, quotes removed.</param>
/// <param name="Quoted">Whether it was quoted or a block of text, and so can be nothing but text.</param>
internal sealed record YamlText(SourceLocation At, string Text, bool Quoted = false) : YamlItem(At, 1)
{
    /// <summary>Whether nothing was written, as after a key and colon alone.</summary>
    public bool IsEmpty => !Quoted && Text.Length == 0;

    /// <summary>Whether YAML's null was written.</summary>
    public bool IsNull => !Quoted && Text is "null" or "~" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string ToString() => Quoted ? $"'{Text}'" : Text;
}

/// <summary>A list.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Items">Its values.</param>
internal sealed record YamlList(SourceLocation At, ImmutableArray<YamlItem> Items) : YamlItem(At, 1 + Items.Sum(item => item.Size))
{
    /// <inheritdoc/>
    public override string ToString() =>
        Items.Length <= 20 ? $"[{string.Join(", ", Items)}]" : $"[{string.Join(", ", Items.Take(20))}, ...]";
}

/// <summary>A mapping of keys to values; no key stands in it twice.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Entries">Its keys with their values, in the order written.</param>
internal sealed record YamlMapping(SourceLocation At, ImmutableArray<YamlEntry> Entries)
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
/// <param name="KeyAt">Where the key stands.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(SourceLocation KeyAt, string Key, YamlItem Value);
