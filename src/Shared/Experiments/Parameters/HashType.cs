using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NNOptim.Experiments;

/// <summary>A SHA-256 in lower-case hexadecimal.</summary>
public sealed partial record HashType : ParameterType
{
    private const string Pattern = "^[0-9a-f]{64}$";

    /// <inheritdoc/>
    public override string Allowed => "64 lower-case hexadecimal digits";

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written) =>
        written is { Text: { Length: 64 } text } && Digits().IsMatch(text) ? new ParameterValue.Name(text) : null;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Pattern };

    [GeneratedRegex(Pattern)]
    private static partial Regex Digits();
}
