using NNOptim.ExperimentFiles.Keys;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Finds the known keys of a document, and reports the unknown ones.</summary>
internal sealed class KeyCollector
{
    private readonly DiagnosticCollector diagnostics;
    private readonly Dictionary<string, SourceLocation> sections = [];
    private readonly Dictionary<FileKey, GivenKey> given = [];

    /// <summary>Goes through a document.</summary>
    public KeyCollector(YamlItem root, DiagnosticCollector diagnostics)
    {
        this.diagnostics = diagnostics;
        Enter("", root, root.At with { Line = root.At.Line is null ? null : 1, Column = root.At.Column is null ? null : 1 });
    }

    /// <summary>What was given for a key; null when nothing was.</summary>
    public GivenKey? Find(FileKey key) => given.GetValueOrDefault(key);

    /// <summary>Where a key that is missing would stand: at the innermost section there is.</summary>
    public SourceLocation PlaceFor(FileKey key) => PlaceOf(key.Section);

    /// <summary>Where a section stands, or the innermost one around it that there is.</summary>
    public SourceLocation PlaceOf(string section)
    {
        while (!sections.ContainsKey(section))
        {
            section = section.LastIndexOf('.') is var dot and >= 0 ? section[..dot] : "";
        }

        return sections[section];
    }

    private void Enter(string section, YamlItem item, SourceLocation keyAt)
    {
        sections[section] = keyAt;
        switch (item)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Take(section, entry);
                }

                break;
            case YamlText { IsEmpty: true } or YamlText { IsNull: true } when section.Length > 0:
                break; // A section whose keys were all left out or commented out.
            default:
                var keys = $"give a mapping of the keys {string.Join(", ", NamesIn(section))}";
                if (section.Length == 0)
                {
                    diagnostics.Add(item.At, null, item.ToString(), $"this is no mapping of keys to values; {keys}");
                }
                else
                {
                    diagnostics.NotAllowed(item, section, keys);
                }

                break;
        }
    }

    private void Take(string section, YamlEntry entry)
    {
        var path = section.Length == 0 ? entry.Key : $"{section}.{entry.Key}";
        if (FileKeys.Sections.Any(known => known.Path == path))
        {
            Enter(path, entry.Value, entry.KeyAt);
        }
        else if ((FileKeys.Find(path) ?? Elsewhere(path)) is { } key)
        {
            Take(new GivenKey(key, path, entry.KeyAt, entry.Value));
        }
        else
        {
            diagnostics.Add(entry.KeyAt, path, null, UnknownKey(section, entry.Key));
        }
    }

    private void Take(GivenKey found)
    {
        if (given.TryAdd(found.Key, found))
        {
            return;
        }

        var other = given[found.Key];
        var where = other.KeyAt.Line is { } line ? $" on line {line}" : "";
        diagnostics.Add(found.KeyAt, found.Path, null, $"the same hyperparameter is given as {other.Path}{where} too; give it in one place");
    }

    private static FileKey? Elsewhere(string path) =>
        FileKeys.InGridInstead(path) is { } hyperparameter ? FileKeys.Of(hyperparameter) : null;

    private static string UnknownKey(string section, string name)
    {
        var here = NamesIn(section);
        var nearest = NearestName.Of(name, here);
        if (nearest is not null && NearestName.IsNear(name, nearest))
        {
            return $"there is no such key; did you mean {nearest}?";
        }

        // A right name in a wrong section is more telling than the nearest name in this one.
        var elsewhere = FileKeys.Paths.FirstOrDefault(path => path.EndsWith($".{name}", StringComparison.Ordinal));
        return elsewhere is not null
            ? $"there is no such key here; did you mean {elsewhere}?"
            : $"there is no such key; the nearest is {nearest}, and the keys here are {string.Join(", ", here)}";
    }

    private static List<string> NamesIn(string section)
    {
        var prefix = section.Length == 0 ? "" : $"{section}.";
        return
        [
            .. FileKeys.Paths
                .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path.AsSpan(prefix.Length).Contains('.'))
                .Select(path => path[prefix.Length..]),
        ];
    }
}
