using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>A Boolean, written <c>true</c> or <c>false</c>. Its value is that name.</summary>
public sealed record FlagType : ParameterType
{
    /// <inheritdoc/>
    public override string Allowed => "true or false";

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written) =>
        written is { IsList: false, IsQuoted: false } ? NameOf(written.Text) : null;

    // YAML's core schema has three spellings for each name.
    private static ParameterValue.Name? NameOf(string text) => text switch
    {
        "true" or "True" or "TRUE" => new ParameterValue.Name("true"),
        "false" or "False" or "FALSE" => new ParameterValue.Name("false"),
        _ => null,
    };

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
