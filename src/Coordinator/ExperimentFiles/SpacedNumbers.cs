using System.Globalization;

namespace NNOptim.ExperimentFiles;

/// <summary>Numbers with linear or logarithmic spacing.</summary>
internal static class SpacedNumbers
{
    /// <summary>
    /// The number at an index. The ends are exact. Numbers between them are rounded to 12 significant digits, so that 0.0001 to 0.1 in four
    /// logarithmic steps contains 0.001 exactly. The rounding also makes the result independent of the last digits of a platform's
    /// <c>pow</c>.
    /// </summary>
    public static double At(double from, double to, int index, int count, bool logarithmic)
    {
        if (index == 0 || index == count - 1)
        {
            return index == 0 ? from : to;
        }

        var part = (double)index / (count - 1);
        // Each end is scaled before the addition: the difference or quotient of the ends may not be finite.
        return Rounded(logarithmic
            ? Math.Exp((Math.Log(from) * (1 - part)) + (Math.Log(to) * part))
            : (from * (1 - part)) + (to * part));
    }

    private static double Rounded(double number) =>
        double.Parse(number.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
