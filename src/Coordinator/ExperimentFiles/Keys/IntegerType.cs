using System.Globalization;
using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>A whole number within bounds, or one word that stands beside the numbers.</summary>
/// <param name="Minimum">The smallest allowed.</param>
/// <param name="Maximum">The largest allowed.</param>
/// <param name="Word">A word allowed in place of a number, for example <c>full</c>; null when there is none.</param>
internal sealed record IntegerType(long Minimum, long Maximum, string? Word = null) : KeyType
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
    public override HyperparameterValue? Parse(YamlItem item)
    {
        if (Word is not null && item is YamlText text && text.Text == Word)
        {
            return new HyperparameterValue.Name(Word);
        }

        return YamlNumbers.Whole(item) is { } whole && whole >= Minimum && whole <= Maximum
            ? new HyperparameterValue.Integer(whole)
            : null;
    }

    /// <inheritdoc/>
    public override HyperparameterValue? FromNumber(double number) =>
        Math.Floor(number) == number && number >= Minimum && number <= Maximum
            ? new HyperparameterValue.Integer((long)number)
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
