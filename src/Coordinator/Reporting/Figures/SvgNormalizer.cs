using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace NNOptim.Coordinator.Reporting.Figures;

/// <summary>
/// Makes Skia's SVG deterministic, scalable, accessible and independent of installed fonts. Skia numbers its elements
/// by a counter of the whole process, gives no view box, and places each glyph at its own position, which in another
/// font leaves letters scattered: a text gets one position and the length it must fill instead.
/// </summary>
public static partial class SvgNormalizer
{
    private const string FontStack = $"font-family=\"'{EmbeddedFonts.Family}', 'Segoe UI', Helvetica, Arial, sans-serif\"";

    /// <summary>Normalises a document and gives it a title that screen readers read.</summary>
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
        text = GlyphPositions().Replace(text, Placed);
        text = text.Replace($"font-family=\"{EmbeddedFonts.Family}\"", FontStack, StringComparison.Ordinal);
        text = Root().Replace(
            text,
            match => $"{match.Groups["start"].Value} viewBox=\"0 0 {match.Groups["width"].Value} {match.Groups["height"].Value}\" role=\"img\">\n"
                + $"\t<title>{WebUtility.HtmlEncode(title)}</title>",
            1);
        return text.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static string Placed(Match match)
    {
        var positions = match.Groups["x"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var y = match.Groups["y"].Value.TrimEnd(',', ' ');
        var result = new StringBuilder($"x=\"{positions[0]}\" y=\"{y}\"");
        if (positions.Length > 2)
        {
            // Positions are those of the glyphs' left sides: the last one's width is taken as the mean of the others.
            var first = float.Parse(positions[0], CultureInfo.InvariantCulture);
            var last = float.Parse(positions[^1], CultureInfo.InvariantCulture);
            var length = (last - first) * positions.Length / (positions.Length - 1);
            result.Append(CultureInfo.InvariantCulture, $" textLength=\"{length:0.##}\" lengthAdjust=\"spacingAndGlyphs\"");
        }

        return result.ToString();
    }

    [GeneratedRegex("(?<=id=\"|url\\(#|href=\"#)(?<kind>[a-z]+_)[0-9]+")]
    private static partial Regex ElementId();

    [GeneratedRegex("x=\"(?<x>[-0-9., e]+), \" y=\"(?<y>[-0-9., e]+), \"")]
    private static partial Regex GlyphPositions();

    [GeneratedRegex("(?<start><svg [^>]*width=\"(?<width>[0-9.]+)\" height=\"(?<height>[0-9.]+)\")>")]
    private static partial Regex Root();
}
