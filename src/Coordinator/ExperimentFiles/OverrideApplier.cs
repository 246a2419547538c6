using NNOptim.ExperimentFiles.Keys;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Puts the command line's <c>--set key=value</c> into a document, as though the file had said so.</summary>
internal static class OverrideApplier
{
    private static readonly SourceLocation origin = new("--set");

    /// <summary>The document with the overrides in it, in their order.</summary>
    public static YamlItem Apply(YamlItem root, IReadOnlyList<string> overrides, DiagnosticCollector diagnostics)
    {
        foreach (var text in overrides)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                diagnostics.Add(origin, null, text, $"{DiagnosticCollector.Shorten(text)} is not allowed; give key=value, for example training.epochs=10");
                continue;
            }

            var path = text[..equals].Trim();
            if (!FileKeys.Paths.Contains(path))
            {
                diagnostics.Add(origin, path, null, $"there is no such key; did you mean {Nearest(path)}?");
                continue;
            }

            if (ReadValue(text[(equals + 1)..], path, diagnostics) is { } value && root is YamlMapping mapping)
            {
                root = Set(OtherPlace(path) is { } other ? Remove(mapping, other) : mapping, path, value);
            }
        }

        return root;
    }

    private static YamlItem? ReadValue(string value, string path, DiagnosticCollector diagnostics) =>
        string.IsNullOrWhiteSpace(value)
            ? new YamlText(origin, "")
            : YamlDocumentReader.ReadOverride(value, path, origin, diagnostics);

    private static string? Nearest(string path) =>
        FileKeys.Paths.FirstOrDefault(known => known.EndsWith($".{path}", StringComparison.Ordinal))
        ?? NearestName.Of(path, FileKeys.Paths);

    // An override of a hyperparameter replaces what the file says of it in either of its two places.
    private static string? OtherPlace(string path) =>
        FileKeys.InGridInstead(path)?.Path
        ?? (FileKeys.Find(path)?.Hyperparameter is { } hyperparameter && FileKeys.GridPath(hyperparameter) is var inGrid && inGrid != path
            ? inGrid
            : null);

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
