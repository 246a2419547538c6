using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>The rules of a text's format.</summary>
internal static class FormatRules
{
    private const string Tab = "\t";

    /// <summary>The format with one way to write each delimiter.</summary>
    /// <exception cref="DatasetException">A character has two meanings, or none that is allowed.</exception>
    public static TextFormat Checked(TextFormat format)
    {
        var errors = new ErrorList();
        var delimiter = format.Delimiter is "tab" or @"\t" ? Tab : format.Delimiter;
        if (delimiter is not (null or TextFormat.Whitespace) && (delimiter.Length != 1 || !IsCharacter(delimiter[0])))
        {
            errors.Add($"delimiter: '{Excerpt.Shorten(delimiter)}' is not allowed; one ASCII character, tab, or whitespace is.");
        }

        if (!IsMark(format.Quote))
        {
            errors.Add($"quote: '{format.Quote}' is not allowed; one ASCII character other than a blank is.");
        }

        if (format.Comment is { } comment && !IsMark(comment))
        {
            errors.Add($"comment: '{comment}' is not allowed; one ASCII character other than a blank is.");
        }

        if (format.Decimal is not ('.' or ','))
        {
            errors.Add($"decimal: '{format.Decimal}' is not allowed; a point or a comma is.");
        }

        if (format.Encoding is not (null or TextDecoding.Utf8Name or TextDecoding.Utf16Name or TextDecoding.Latin1Name))
        {
            errors.Add($"encoding: '{Excerpt.Shorten(format.Encoding)}' is not allowed; {TextDecoding.Utf8Name}, {TextDecoding.Utf16Name} and {TextDecoding.Latin1Name} are.");
        }

        RequireDistinct(format, delimiter, errors);
        errors.ThrowIfAny();
        return format with { Delimiter = delimiter };
    }

    /// <summary>A delimiter in words.</summary>
    public static string Words(string delimiter) => delimiter switch
    {
        Tab => "a tab",
        " " => "a space",
        TextFormat.Whitespace => "any run of spaces and tabs",
        _ => $"'{delimiter}'",
    };

    private static bool IsCharacter(char character) => character is '\t' or >= ' ' and <= '~';

    private static bool IsMark(char character) => character is > ' ' and <= '~';

    private static void RequireDistinct(TextFormat format, string? delimiter, ErrorList errors)
    {
        (string Key, string? Value)[] uses =
        [
            ("delimiter", delimiter), ("quote", $"{format.Quote}"), ("comment", format.Comment is { } comment ? $"{comment}" : null), ("decimal", $"{format.Decimal}"),
        ];
        foreach (var shared in uses.Where(use => use.Value is not null).GroupBy(use => use.Value).Where(group => group.Count() > 1))
        {
            errors.Add($"{string.Join(" and ", shared.Select(use => use.Key))}: {Words(shared.Key!)} is given for both; each needs a character of its own.");
        }
    }
}
