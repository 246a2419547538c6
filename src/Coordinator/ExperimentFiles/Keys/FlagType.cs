using System.Text.Json.Nodes;
using NNOptim.Coordinator.ExperimentFiles.Yaml;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.ExperimentFiles.Keys;

/// <summary>Yes or no, written <c>true</c> or <c>false</c>; its value is that name.</summary>
internal sealed record FlagType : KeyType
{
    /// <inheritdoc/>
    public override string Allowed => "true or false";

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item) =>
        item is YamlText { Quoted: false, Text: "true" or "false" } text ? new HyperparameterValue.Name(text.Text) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
