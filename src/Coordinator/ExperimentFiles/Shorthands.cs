using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Replaces the short forms of sections by their keys: <c>objective: cost</c>, <c>confirmation: true</c>.</summary>
internal static class Shorthands
{
    /// <summary>The document without short forms.</summary>
    public static YamlItem Expand(YamlItem root) =>
        root is YamlMapping mapping ? mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = Expand(entry.Key, entry.Value) })] } : root;

    private static YamlItem Expand(string key, YamlItem value) => (key, value) switch
    {
        (_, not YamlText or YamlText { IsEmpty: true } or YamlText { IsNull: true }) => value,
        (ChoiceKeys.Objective, _) => new YamlMapping(value.At, [new YamlEntry(value.At, ChoiceKeys.Metric[(ChoiceKeys.Objective.Length + 1)..], value)]),
        (ChoiceKeys.Confirmation, _) when Flag(value) is { } given => given ? new YamlMapping(value.At, []) : new YamlText(value.At, ""),
        _ => value,
    };

    private static bool? Flag(YamlItem value) => value.Written is { } written && new FlagType().Parse(written) is { } flag ? flag.ToString() == "true" : null;
}
