using System.Globalization;
using System.Text.Json.Nodes;

namespace NNOptim.Experiments;

/// <summary>Free text, stored as a name.</summary>
/// <param name="What">The kind of text, for example <c>a name</c>.</param>
/// <param name="MaximumLength">The largest number of characters.</param>
/// <param name="MayBeEmpty">Whether the text may be empty or have several lines.</param>
public sealed record TextType(string What, int MaximumLength, bool MayBeEmpty = false) : ParameterType
{
    /// <inheritdoc/>
    public override string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"{What} of {(MayBeEmpty ? "at most" : "1 to")} {MaximumLength} characters{(MayBeEmpty ? "" : " on one line")}");

    /// <inheritdoc/>
    public override ParameterValue? Parse(WrittenValue written)
    {
        if (written is not { IsList: false, Text: var text } || text.Length > MaximumLength || HasLoneSurrogate(text))
        {
            return null;
        }

        return MayBeEmpty || (!string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl))
            ? new ParameterValue.Name(text)
            : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        // An editor reads an unquoted 2026 or true as a number or a Boolean. Here it is text.
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean"), ["maxLength"] = MaximumLength };
        if (!MayBeEmpty)
        {
            schema["minLength"] = 1;
        }

        return schema;
    }

    // An escape can write half of a surrogate pair, which UTF-8 cannot store.
    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
