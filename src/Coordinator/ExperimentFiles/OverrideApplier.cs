using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Applies the command line's <c>--set key=value</c> to a document, as if the file contained it.</summary>
internal sealed class OverrideApplier(FileKeys keys)
{
    private static readonly SourceLocation origin = new("--set");

    /// <summary>The document without short forms, and with the overrides, applied in order.</summary>
    public YamlItem Apply(YamlItem root, IReadOnlyList<string> overrides, DiagnosticCollector diagnostics)
    {
        root = Shorthands.Expand(root);
        foreach (var text in overrides)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                diagnostics.Add(origin, null, text, $"{DiagnosticCollector.Shorten(text)} is not allowed; give key=value, for example training.epochs=10");
                continue;
            }

            var path = text[..equals].Trim();
            if (!keys.Paths.Contains(path))
            {
                diagnostics.Add(origin, path, null, $"there is no such key; did you mean {Nearest(path)}?");
                continue;
            }

            if (ReadValue(text[(equals + 1)..], path, diagnostics) is { } value && root is YamlMapping mapping)
            {
                root = Shorthands.Expand(Set(OtherPlace(path) is { } other ? Remove(mapping, other) : mapping, path, value));
            }
        }

        return root;
    }

    private static YamlItem? ReadValue(string value, string path, DiagnosticCollector diagnostics) =>
        string.IsNullOrWhiteSpace(value)
            ? new YamlText(origin, "")
            : YamlDocumentReader.ReadOverride(value, path, origin, diagnostics.Add);

    private string? Nearest(string path) =>
        keys.Paths.FirstOrDefault(known => known.EndsWith($".{path}", StringComparison.Ordinal))
        ?? NearestName.Find(path, keys.Paths);

    // An override of a parameter replaces the file's value at either of its two paths.
    private string? OtherPlace(string path) =>
        keys.InGridInstead(path)?.Path
        ?? (keys.Find(path) is { TakesList: true } key && FileKeys.GridPath(key.Parameter!) is var inGrid && inGrid != path ? inGrid : null);

    private static YamlMapping Set(YamlMapping mapping, string path, YamlItem value)
    {
        var (name, below) = Split(path);
        var index = IndexOf(mapping, name);
        if (below is not null)
        {
            var inner = index < 0 || mapping.Entries[index].Value is YamlText { IsEmpty: true } or YamlText { IsNull: true }
                ? new YamlMapping(origin, [])
                : mapping.Entries[index].Value;
            value = inner is YamlMapping section ? Set(section, below, value) : inner;
        }

        return index < 0
            ? mapping with { Entries = mapping.Entries.Add(new YamlEntry(origin, name, value)) }
            : mapping with
            {
                Entries = mapping.Entries.SetItem(
                    index, new YamlEntry(below is null ? origin : mapping.Entries[index].KeyAt, name, value)),
            };
    }

    private static YamlMapping Remove(YamlMapping mapping, string path)
    {
        var (name, below) = Split(path);
        var index = IndexOf(mapping, name);
        return (index, below) switch
        {
            ( < 0, _) => mapping,
            (_, null) => mapping with { Entries = mapping.Entries.RemoveAt(index) },
            _ when mapping.Entries[index].Value is YamlMapping section => mapping with
            {
                Entries = mapping.Entries.SetItem(index, mapping.Entries[index] with { Value = Remove(section, below) }),
            },
            _ => mapping,
        };
    }

    private static (string Name, string? Below) Split(string path) =>
        path.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? (path[..dot], path[(dot + 1)..]) : (path, null);

    private static int IndexOf(YamlMapping mapping, string name)
    {
        for (var i = 0; i < mapping.Entries.Length; i++)
        {
            if (mapping.Entries[i].Key == name)
            {
                return i;
            }
        }

        return -1;
    }
}
