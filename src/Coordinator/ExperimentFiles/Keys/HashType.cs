using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>A SHA-256 in lower-case hexadecimal.</summary>
internal sealed partial record HashType : KeyType
{
    private const string Pattern = "^[0-9a-f]{64}$";

    /// <inheritdoc/>
    public override string Allowed => "64 lower-case hexadecimal digits";

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item) =>
        item is YamlText { Text.Length: 64 } text && Digits().IsMatch(text.Text) ? new HyperparameterValue.Name(text.Text) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Pattern };

    [GeneratedRegex(Pattern)]
    private static partial Regex Digits();
}
