using NNOptim.ExperimentFiles.Keys;
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
        (ChoiceKeys.Confirmation, YamlText { Quoted: false, Text: "true" }) => new YamlMapping(value.At, []),
        (ChoiceKeys.Confirmation, YamlText { Quoted: false, Text: "false" }) => new YamlText(value.At, ""),
        _ => value,
    };
}
