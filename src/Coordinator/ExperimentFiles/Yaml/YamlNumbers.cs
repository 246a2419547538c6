using System.Globalization;
using System.Text.RegularExpressions;

namespace NNOptim.ExperimentFiles.Yaml;

/// <summary>Reads numbers as YAML 1.2's core schema writes decimal ones. A quoted number is text.</summary>
internal static partial class YamlNumbers
{
    /// <summary>The largest whole number that a float64 tells from its neighbours.</summary>
    private const double LargestExact = 1L << 53;

    /// <summary>The number; infinite when it is too large for a float64, null when it is no decimal number.</summary>
    public static double? Real(YamlItem item) => item is YamlText { Quoted: false } text ? Real(text.Text) : null;

    /// <summary>The whole number; null when it is none. <c>5e3</c> and <c>64.0</c> are whole.</summary>
    public static long? Whole(YamlItem item)
    {
        if (item is not YamlText { Quoted: false } text)
        {
            return null;
        }

        if (long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return Real(text.Text) is { } real && Math.Abs(real) <= LargestExact && Math.Floor(real) == real ? (long)real : null;
    }

    /// <summary>The number that a text is; null when it is none.</summary>
    public static double? Real(string text) =>
        Decimal().IsMatch(text) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();
}
