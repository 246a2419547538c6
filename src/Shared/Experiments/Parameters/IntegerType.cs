using System.Globalization;
using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>A whole number within bounds, or a special word.</summary>
/// <param name="Minimum">The smallest allowed number.</param>
/// <param name="Maximum">The largest allowed number.</param>
/// <param name="Word">A word allowed in place of a number, for example <c>full</c>; null when there is none.</param>
public sealed record IntegerType(long Minimum, long Maximum, string? Word = null) : ParameterType
{
    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            var numbers = string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}");
            return Word is null ? numbers : $"{numbers}, or {Word}";
        }
    }

    /// <inheritdoc/>
    public override bool IsNumeric => true;

    /// <inheritdoc/>
    public override bool IsWhole => true;

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written)
    {
        if (Word is not null && !written.IsList && written.Text == Word)
        {
            return new ParameterValue.Name(Word);
        }

        return NumberText.Whole(written) is { } whole && whole >= Minimum && whole <= Maximum
            ? new ParameterValue.Integer(whole)
            : null;
    }

    /// <inheritdoc/>
    public override ParameterValue? FromNumber(double number) =>
        Math.Floor(number) == number && number >= Minimum && number <= Maximum
            ? new ParameterValue.Integer((long)number)
            : null;

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        var numbers = new JsonObject { ["type"] = "integer", ["minimum"] = Minimum, ["maximum"] = Maximum };
        return Word is null
            ? numbers
            : new JsonObject { ["anyOf"] = new JsonArray(numbers, new JsonObject { ["const"] = Word }) };
    }
}
