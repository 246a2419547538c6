using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>Yes or no, written <c>true</c> or <c>false</c>; its value is that name.</summary>
internal sealed record FlagType : KeyType
{
    /// <inheritdoc/>
    public override string Allowed => "true or false";

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item) =>
        item is YamlText { Quoted: false } text ? NameOf(text.Text) : null;

    // YAML's core schema knows each of the two in three spellings.
    private static HyperparameterValue.Name? NameOf(string text) => text switch
    {
        "true" or "True" or "TRUE" => new HyperparameterValue.Name("true"),
        "false" or "False" or "FALSE" => new HyperparameterValue.Name("false"),
        _ => null,
    };

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
