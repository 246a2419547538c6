using System.Globalization;
using SharpYaml;
using SharpYaml.Events;

namespace NNOptim.Yaml;

/// <summary>Explains what the library found wrong with a text.</summary>
internal static class YamlMistake
{
    private const string Tab = "a tab indents this line; indent with spaces";
    private const string Quote = "the quote that opens here is not closed";
    private const string Escape = "the text that begins here contains an invalid escape; use single quotes, or write \\\\ for a backslash";
    private const string Directive = "a line that begins with % must be the directive %YAML 1.2 or a %TAG";

    /// <summary>A part of a SharpYaml message, and our explanation. The first match is used.</summary>
    private static readonly (string Part, string Words)[] words =
    [
        ("tab character", Tab),
        ("expected ',' or '}'", "a , or } is missing before this"),
        ("expected ',' or ']'", "a , or ] is missing before this"),
        ("expected node content", "a value is missing before this"),
        ("expected ':'", "a key must end with a colon and a space"),
        ("Mapping values are not allowed", "a key is not allowed here; check the indentation, and put a text that contains a colon and a space in quotes"),
        ("did not find expected key", "this does not fit the mapping around it; check the indentation and the quotes"),
        ("expected '-' indicator", "this does not fit the list around it; begin it with '- ', or check the indentation"),
        ("Block sequence entries", "a list cannot begin here; start it on a new line"),
        ("Mapping keys are not allowed", "a key is not allowed here; put a text that begins with ? in quotes"),
        ("unexpected end of stream", Quote),
        ("document indicator", Quote),
        ("escape character", Escape),
        ("hexdecimal", Escape),
        ("anchor or alias", "letters and digits must follow & and *; put a text that begins with & or * in quotes"),
        ("directive", Directive),
        ("incompatible YAML", Directive),
        ("tag", "a text that begins with ! must be in quotes"),
        ("block scalar", "only + or - and an indentation may follow | and >"),
        ("<document start>", "the document ended before this; check the brackets and the indentation"),
        ("nesting depth", "values are nested too deep"),
    ];

    /// <summary>The error at the library's position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="invalid">The library's exception.</param>
    /// <param name="around">The innermost open list or mapping; null when there is none.</param>
    public static YamlTextException Explain(string text, YamlException invalid, ParsingEvent? around)
    {
        var found = WordsOf(text, invalid);
        var what = found + Opening(invalid, around);

        // A tab ends the token before it.
        var mark = found == Tab ? invalid.End : invalid.Start;
        return mark.Index < text.Length ? At(mark, what) : AtEnd(text, what);
    }

    /// <summary>The error after the last position that could be read.</summary>
    public static YamlTextException After(Mark mark) => At(mark, "the text after this cannot be read");

    private static string WordsOf(string text, YamlException invalid)
    {
        if (!invalid.Message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return words.FirstOrDefault(each => invalid.Message.Contains(each.Part, StringComparison.Ordinal)).Words ?? "this cannot be read";
        }

        var character = invalid.Start.Index < text.Length ? text[invalid.Start.Index] : '\0';
        return character == '\t' ? Tab
            : char.IsControl(character) ? string.Create(CultureInfo.InvariantCulture, $"the control character U+{(int)character:X4} is not allowed")
            : $"a value cannot begin with {character}; put the text in quotes";
    }

    /// <summary>The position of the unclosed bracket. The parser usually stops after it.</summary>
    private static string Opening(YamlException invalid, ParsingEvent? around)
    {
        var bracket = around switch
        {
            MappingStart { Style: YamlStyle.Flow } => '{',
            SequenceStart { Style: YamlStyle.Flow } => '[',
            _ => default,
        };
        return bracket == default || invalid is not SemanticErrorException
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; the {bracket} of line {around!.Start.Line + 1}, column {around.Start.Column + 1} is not closed");
    }

    private static YamlTextException At(Mark mark, string what) => new(mark.Line + 1, mark.Column + 1, NotValid(what));

    /// <summary>The library reports the line after the last one, which does not exist in an editor.</summary>
    private static YamlTextException AtEnd(string text, string what)
    {
        var whole = text.TrimEnd();
        var line = whole.Count(character => character == '\n');
        return new YamlTextException(line + 1, whole.Length - whole.LastIndexOf('\n'), NotValid(what.Replace("before this", "at the end", StringComparison.Ordinal)));
    }

    private static string NotValid(string what) => $"this is not valid YAML: {what}";
}
