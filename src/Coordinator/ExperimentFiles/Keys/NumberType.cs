using System.Globalization;
using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>A finite real number within bounds.</summary>
/// <param name="Minimum">The lower bound.</param>
/// <param name="MinimumAllowed">Whether the lower bound itself is allowed.</param>
/// <param name="Below">The upper bound, itself not allowed; null when there is none.</param>
internal sealed record NumberType(double Minimum, bool MinimumAllowed, double? Below = null) : KeyType
{
    /// <inheritdoc/>
    public override string Allowed => (MinimumAllowed, Below) switch
    {
        (true, null) => Text($"a number, {Minimum} or more"),
        (false, null) => Text($"a number above {Minimum}"),
        (true, _) => Text($"a number from {Minimum} to below {Below}"),
        (false, _) => Text($"a number above {Minimum} and below {Below}"),
    };

    /// <inheritdoc/>
    public override bool IsNumeric => true;

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item) =>
        YamlNumbers.Real(item) is { } number ? FromNumber(number) : null;

    /// <inheritdoc/>
    public override HyperparameterValue? FromNumber(double number) =>
        double.IsFinite(number) && (MinimumAllowed ? number >= Minimum : number > Minimum) && !(number >= Below)
            ? new HyperparameterValue.Number(number + 0.0) // Adding 0 turns -0 into 0, which is written and compared as one value.
            : null;

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "number", [MinimumAllowed ? "minimum" : "exclusiveMinimum"] = Minimum };
        if (Below is { } below)
        {
            schema["exclusiveMaximum"] = below;
        }

        return schema;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
