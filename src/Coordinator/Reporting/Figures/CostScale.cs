using System.Collections.Immutable;

namespace NNOptim.Reporting.Figures;

/// <summary>How costs map to the vertical axis of a plot.</summary>
/// <param name="Logarithmic">Whether the axis is logarithmic.</param>
/// <param name="Ceiling">The largest cost shown. Curves above it leave the picture at its upper edge.</param>
/// <param name="Clipped">Whether there are costs above the ceiling.</param>
/// <param name="Least">The smallest cost.</param>
public sealed record CostScale(bool Logarithmic, double Ceiling, bool Clipped, double Least)
{
    /// <summary>
    /// The ceiling is at most this multiple of the largest first cost. Without it, one rising curve would compress all others.
    /// </summary>
    public const double CeilingOverFirst = 3;

    /// <summary>The axis is logarithmic when the largest cost shown is at least this multiple of the smallest.</summary>
    public const double LogarithmicFrom = 20;

    /// <summary>Chooses the scale for a set of curves.</summary>
    public static CostScale For(IEnumerable<ImmutableArray<double>> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var (least, greatest, first) = (double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        foreach (var curve in curves)
        {
            foreach (var cost in curve)
            {
                if (double.IsFinite(cost))
                {
                    least = Math.Min(least, cost);
                    greatest = Math.Max(greatest, cost);
                }
            }

            if (curve.Length > 0 && double.IsFinite(curve[0]))
            {
                first = Math.Max(first, curve[0]);
            }
        }

        var ceiling = first > 0 ? Math.Min(greatest, CeilingOverFirst * first) : greatest;
        return new CostScale(least > 0 && ceiling >= LogarithmicFrom * least, ceiling, greatest > ceiling, least);
    }

    /// <summary>The height of a cost on the axis.</summary>
    public double Place(double cost) => Logarithmic ? Math.Log10(cost) : cost;
}
