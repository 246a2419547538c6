using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NNOptim.Yaml;

/// <summary>Writes text so that YAML reads it back unchanged, and as text.</summary>
public static partial class YamlQuoting
{
    /// <summary>The text, in double quotes unless it is one plain word.</summary>
    public static string Quote(string text)
    {
        if (PlainWord().IsMatch(text) && text.ToUpperInvariant() is not ("NULL" or "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF"))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                _ when IsInvisible(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    // YAML folds all line separators. A byte order mark and unusual spaces would be invisible to a reader.
    private static bool IsInvisible(char character) =>
        character != ' ' && CharUnicodeInfo.GetUnicodeCategory(character) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex PlainWord();
}
