using System.Globalization;
using System.Text.RegularExpressions;

namespace NNOptim.Experiments;

/// <summary>Parses decimal numbers as in YAML 1.2's core schema. A quoted number is text.</summary>
public static partial class NumberText
{
    /// <summary>The largest whole number that float64 distinguishes from its neighbours.</summary>
    private const double LargestExact = 1L << 53;

    /// <summary>The number; infinite when it is too large for float64, null when the value is not a decimal number.</summary>
    public static double? Real(WrittenValue written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return written.IsList || written.IsQuoted ? null : Real(written.Text);
    }

    /// <summary>The whole number; null when the value is not one. <c>5e3</c> and <c>64.0</c> are whole.</summary>
    public static long? Whole(WrittenValue written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (written.IsList || written.IsQuoted)
        {
            return null;
        }

        if (long.TryParse(written.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return Real(written.Text) is { } real && Math.Abs(real) <= LargestExact && Math.Floor(real) == real ? (long)real : null;
    }

    /// <summary>Parses a text as a number; null when it is not a number.</summary>
    public static double? Real(string text) =>
        Decimal().IsMatch(text) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();
}
