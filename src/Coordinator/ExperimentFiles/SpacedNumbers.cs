using System.Globalization;

namespace NNOptim.ExperimentFiles;

/// <summary>Numbers spaced evenly, or evenly in the logarithm.</summary>
internal static class SpacedNumbers
{
    /// <summary>
    /// The number at an index. The ends are as given; those between are rounded to 12 significant digits, so that 0.0001
    /// to 0.1 in four logarithmic steps passes through 0.001 exactly, and so that the last digits of a platform's
    /// <c>pow</c> decide nothing.
    /// </summary>
    public static double At(double from, double to, int index, int count, bool logarithmic)
    {
        if (index == 0 || index == count - 1)
        {
            return index == 0 ? from : to;
        }

        var part = (double)index / (count - 1);
        // Each end is scaled before they are added: their difference, or their quotient, may not be finite.
        return Rounded(logarithmic
            ? Math.Exp((Math.Log(from) * (1 - part)) + (Math.Log(to) * part))
            : (from * (1 - part)) + (to * part));
    }

    private static double Rounded(double number) =>
        double.Parse(number.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
