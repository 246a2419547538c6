using System.Globalization;
using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>A finite real number within bounds.</summary>
/// <param name="Minimum">The lower bound.</param>
/// <param name="MinimumAllowed">Whether the lower bound is included.</param>
/// <param name="Below">The upper bound, excluded; null when there is none.</param>
public sealed record NumberType(double Minimum, bool MinimumAllowed, double? Below = null) : ParameterType
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
    public override ParameterValue? Parse(WrittenValue written) =>
        NumberText.Real(written) is { } number ? FromNumber(number) : null;

    /// <inheritdoc/>
    public override ParameterValue? FromNumber(double number) =>
        double.IsFinite(number) && (MinimumAllowed ? number >= Minimum : number > Minimum) && !(number >= Below)
            ? new ParameterValue.Number(number + 0.0) // Adding 0 turns -0 into 0, so that both are written and compared as the same value.
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
