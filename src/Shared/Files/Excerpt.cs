namespace NNOptim.Files;

/// <summary>Shortens an external text for a one-line message.</summary>
public static class Excerpt
{
    /// <summary>The largest number of characters of a text in a message.</summary>
    public const int MostCharacters = 80;

    /// <summary>Shortens the text and removes its control characters.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MostCharacters)
        {
            return OneLine(text);
        }

        // Avoids splitting a surrogate pair.
        var length = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return OneLine(text[..length]) + "...";
    }

    /// <summary>The first texts of a list.</summary>
    public static string OfList(IReadOnlyCollection<string> texts)
    {
        const int Most = 20;
        ArgumentNullException.ThrowIfNull(texts);
        return string.Join(", ", texts.Take(Most).Select(Shorten)) + (texts.Count > Most ? ", ..." : "");
    }

    /// <summary>Replaces each control character and line separator by a space.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
            }
        });
    }
}
