using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// Makes Skia's SVG deterministic, scalable, accessible and independent of installed fonts. Skia numbers elements with a hexadecimal
/// counter of the whole process and writes no view box. It also writes a position for each glyph, which scatters the letters in another
/// font. The normalised text keeps only the first position.
/// </summary>
public static partial class SvgNormalizer
{
    private const string FontStack = $"font-family=\"'{EmbeddedFonts.Family}', 'Segoe UI', Helvetica, Arial, sans-serif\"";

    /// <summary>Normalises a document and adds a title for screen readers.</summary>
    public static string Normalize(string svg, string title)
    {
        ArgumentNullException.ThrowIfNull(svg);
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = ElementId().Replace(svg, match =>
        {
            var id = match.Value;
            if (!numbers.TryGetValue(id, out var stable))
            {
                numbers.Add(id, stable = match.Groups["kind"].Value + numbers.Count.ToString(CultureInfo.InvariantCulture));
            }

            return stable;
        });
        text = GlyphPositions().Replace(text, "x=\"${x}\" y=\"${y}\"");

        // ScottPlot clears to transparent before it paints the background. Skia's SVG cannot clear and writes a black area instead.
        text = ClearedArea().Replace(text, "");
        text = text.Replace($"font-family=\"{EmbeddedFonts.Family}\"", FontStack, StringComparison.Ordinal);
        text = Root().Replace(
            text,
            match => $"{match.Groups["start"].Value} viewBox=\"0 0 {match.Groups["width"].Value} {match.Groups["height"].Value}\" role=\"img\">\n"
                + $"\t<title>{WebUtility.HtmlEncode(title)}</title>",
            1);
        return text.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    [GeneratedRegex("(?<=id=\"|url\\(#|href=\"#)(?<kind>[a-z]+_)[0-9a-f]+")]
    private static partial Regex ElementId();

    [GeneratedRegex("x=\"(?<x>[-0-9.e]+)[-0-9., e]*\" y=\"(?<y>[-0-9.e]+)[-0-9., e]*\"(?=>|\\s)")]
    private static partial Regex GlyphPositions();

    [GeneratedRegex("[ \\t]*<rect( [xy]=\"[-0-9.]+\")* width=\"[0-9.]+\" height=\"[0-9.]+\"/>\\s*(?=<rect fill=\"white\")")]
    private static partial Regex ClearedArea();

    [GeneratedRegex("(?<start><svg [^>]*width=\"(?<width>[0-9.]+)\" height=\"(?<height>[0-9.]+)\")>")]
    private static partial Regex Root();
}
