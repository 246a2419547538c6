using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Finds the known keys of a document, and reports the unknown ones.</summary>
internal sealed class KeyCollector
{
    private readonly FileKeys keys;
    private readonly DiagnosticCollector diagnostics;
    private readonly Dictionary<string, SourceLocation> sections = [];
    private readonly HashSet<string> present = [];
    private readonly Dictionary<FileKey, GivenKey> given = [];

    /// <summary>Visits a document.</summary>
    public KeyCollector(YamlItem root, FileKeys keys, DiagnosticCollector diagnostics)
    {
        this.keys = keys;
        this.diagnostics = diagnostics;
        Enter("", root, root.At with { Line = root.At.Line is null ? null : 1, Column = root.At.Column is null ? null : 1 });
    }

    /// <summary>The given value of a key; null when there is none.</summary>
    public GivenKey? Find(FileKey key) => given.GetValueOrDefault(key);

    /// <summary>Whether a section is given, be it without keys as <c>{}</c>.</summary>
    public bool Has(string section) => present.Contains(section);

    /// <summary>Where a missing key would be written: in the innermost section that exists.</summary>
    public SourceLocation LocationFor(FileKey key) => LocationOf(key.Section);

    /// <summary>The position of a section, or of the innermost existing section around it.</summary>
    public SourceLocation LocationOf(string section)
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
                present.Add(section);
                foreach (var entry in mapping.Entries)
                {
                    Take(section, entry);
                }

                break;
            case YamlText { IsEmpty: true } or YamlText { IsNull: true } when section.Length > 0:
                break; // A section without keys, or with all keys commented out.
            default:
                var shorthand = keys.Sections.First(known => known.Path == section).Shorthand;
                var allowed = $"give {(shorthand is null ? "" : $"{shorthand}, or ")}a mapping of the keys {string.Join(", ", NamesIn(section))}";
                if (section.Length == 0)
                {
                    diagnostics.Add(item.At, null, item.ToString(), $"this is not a mapping of keys to values; {allowed}");
                }
                else
                {
                    diagnostics.NotAllowed(item, section, allowed);
                }

                break;
        }
    }

    private void Take(string section, YamlEntry entry)
    {
        var path = section.Length == 0 ? entry.Key : $"{section}.{entry.Key}";
        if (keys.Sections.Any(known => known.Path == path))
        {
            Enter(path, entry.Value, entry.KeyAt);
        }
        else if ((keys.Find(path) ?? keys.InGridInstead(path)) is { } key)
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
        diagnostics.Add(found.KeyAt, found.Path, null, $"the same parameter is given as {other.Path}{where} too; give it in one place");
    }

    private string UnknownKey(string section, string name)
    {
        if (FileKeys.Renamed.GetValueOrDefault($"{section}.{name}") is { } renamed)
        {
            return $"the key is now called {renamed}";
        }

        var here = NamesIn(section);
        var nearest = NearestName.Find(name, here);
        if (nearest is not null && NearestName.IsNear(name, nearest))
        {
            return $"there is no such key; did you mean {nearest}?";
        }

        // A correct name in a wrong section is a better hint than the nearest name in this one.
        var elsewhere = keys.Paths.FirstOrDefault(path => path.EndsWith($".{name}", StringComparison.Ordinal));
        return elsewhere is not null
            ? $"there is no such key here; did you mean {elsewhere}?"
            : $"there is no such key; the nearest is {nearest}, and the keys here are {string.Join(", ", here)}";
    }

    private List<string> NamesIn(string section)
    {
        var prefix = section.Length == 0 ? "" : $"{section}.";
        return
        [
            .. keys.Paths
                .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path.AsSpan(prefix.Length).Contains('.'))
                .Select(path => path[prefix.Length..]),
        ];
    }
}
