using System.Globalization;
using System.Text.Json.Nodes;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>Free text; its value is the text as a name.</summary>
/// <param name="What">What the text is, for example <c>a name</c>.</param>
/// <param name="MaximumLength">The largest number of characters.</param>
/// <param name="MayBeEmpty">Whether the text may be empty, and more than one line.</param>
internal sealed record TextType(string What, int MaximumLength, bool MayBeEmpty = false) : KeyType
{
    /// <inheritdoc/>
    public override string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"{What} of {(MayBeEmpty ? "at most" : "1 to")} {MaximumLength} characters{(MayBeEmpty ? "" : " on one line")}");

    /// <inheritdoc/>
    public override HyperparameterValue? Parse(YamlItem item)
    {
        if (item is not YamlText { Text: var text } || text.Length > MaximumLength || HasLoneSurrogate(text))
        {
            return null;
        }

        return MayBeEmpty || (!string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl))
            ? new HyperparameterValue.Name(text)
            : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        // A plain 2026 or true is a number or a truth value to an editor, and a text here.
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean"), ["maxLength"] = MaximumLength };
        if (!MayBeEmpty)
        {
            schema["minLength"] = 1;
        }

        return schema;
    }

    // Half of a surrogate pair can be written as an escape, but is no text: it cannot be stored as UTF-8 again.
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
