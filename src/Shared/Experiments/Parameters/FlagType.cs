using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>A Boolean, written <c>true</c> or <c>false</c>, or <c>yes</c> or <c>no</c> as in YAML 1.1. Its value is <c>true</c> or <c>false</c>.</summary>
public sealed record FlagType : ParameterType
{
    /// <inheritdoc/>
    public override string Allowed => "true or false";

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written) =>
        written is { IsList: false, IsQuoted: false } ? NameOf(written.Text) : null;

    // YAML has three spellings for each name.
    private static ParameterValue.Name? NameOf(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" => new ParameterValue.Name("true"),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" => new ParameterValue.Name("false"),
        _ => null,
    };

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        // Editors that read YAML 1.2 take yes and no for texts.
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "boolean" }, new JsonObject { ["type"] = "string", ["pattern"] = "^(yes|Yes|YES|no|No|NO)$" }),
    };
}
