using System.Globalization;
using System.Numerics;
using System.Text;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Finds out what a cell is.</summary>
internal sealed class CellParser
{
    /// <summary>The number of digits that a double holds whatever they are.</summary>
    private const int SafeDigits = 15;

    /// <summary>Every whole number below this is a double, and no other one is taken for it.</summary>
    private const double MostSafe = 1L << 53;

    private const int MostOnStack = 512;

    private readonly byte[][] missing;
    private readonly bool[] beginsMissing = new bool[256];
    private readonly bool emptyIsMissing;
    private readonly bool hasDecimalComma;

    /// <summary>Creates the parser.</summary>
    /// <param name="missingTexts">The texts that mean "missing".</param>
    /// <param name="decimalSeparator">The decimal separator: a point or a comma.</param>
    public CellParser(ValueList<string> missingTexts, char decimalSeparator)
    {
        missing = [.. missingTexts.Where(text => text != "").Select(Encoding.UTF8.GetBytes)];
        emptyIsMissing = missingTexts.Contains("");
        hasDecimalComma = decimalSeparator == ',';
        foreach (var text in missing)
        {
            beginsMissing[text[0]] = true;
        }
    }

    /// <summary>The kind of a cell.</summary>
    /// <param name="text">The cell in UTF-8, trimmed.</param>
    /// <param name="value">Its number; <c>NaN</c> when it has none.</param>
    public CellKind Parse(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (text.IsEmpty)
        {
            return emptyIsMissing ? CellKind.Missing : CellKind.Text;
        }

        if (beginsMissing[text[0]] && IsMissing(text))
        {
            return CellKind.Missing;
        }

        if (TryDigits(text, out value))
        {
            return CellKind.Number;
        }

        if (TryNumber(text, out value))
        {
            return KindOf(text, ref value);
        }

        value = double.NaN;
        return IsInfinity(text) ? CellKind.NotFinite : CellKind.Text;
    }

    /// <summary>Whether a text means "missing".</summary>
    public bool IsMissing(ReadOnlySpan<byte> text)
    {
        foreach (var candidate in missing)
        {
            if (text.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return text.IsEmpty && emptyIsMissing;
    }

    /// <summary>Reads the digits of a short whole number, which most cells of most large files are.</summary>
    private static bool TryDigits(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (text.Length > SafeDigits)
        {
            return false;
        }

        var whole = 0L;
        foreach (var character in text)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return false;
            }

            whole = (10 * whole) + digit;
        }

        value = whole;
        return true;
    }

    private static CellKind KindOf(ReadOnlySpan<byte> text, ref double value)
    {
        if (!double.IsFinite(value))
        {
            value = double.NaN;
            return CellKind.NotFinite;
        }

        return Math.Abs(value) >= MostSafe && IsRounded(text, value) ? CellKind.RoundedNumber : CellKind.Number;
    }

    /// <summary>Whether a text is a whole number in digits, and another one than its double.</summary>
    private static bool IsRounded(ReadOnlySpan<byte> text, double value)
    {
        var digits = text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture) != new BigInteger(Math.Abs(value));
    }

    /// <summary>Whether a text is the usual short name of infinity, which .NET does not parse.</summary>
    private static bool IsInfinity(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text[0] is (byte)'+' or (byte)'-' ? text[1..] : text, "inf"u8);

    private bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (!hasDecimalComma || !text.ContainsAny((byte)',', (byte)'.'))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        if (text.Contains((byte)'.'))
        {
            value = double.NaN;
            return false;
        }

        var written = text.Length <= MostOnStack ? stackalloc byte[text.Length] : new byte[text.Length];
        text.Replace(written, (byte)',', (byte)'.');
        return double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
