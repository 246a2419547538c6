using System.Collections.Immutable;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>How final costs map to the vertical axis of a plot.</summary>
/// <param name="Logarithmic">Whether the axis is logarithmic.</param>
/// <param name="Least">The least cost; on a logarithmic axis the least above zero.</param>
/// <param name="Greatest">The greatest.</param>
internal readonly record struct FinalCostScale(bool Logarithmic, double Least, double Greatest)
{
    /// <summary>The scale of one or more costs: logarithmic where those above zero span a factor of <see cref="CostScale.LogarithmicFrom"/>.</summary>
    public static FinalCostScale Of(ImmutableArray<double> costs)
    {
        var (least, greatest) = (costs.Where(static cost => cost > 0).DefaultIfEmpty(double.PositiveInfinity).Min(), costs.Max());
        return greatest >= CostScale.LogarithmicFrom * least
            ? new FinalCostScale(true, least, greatest)
            : new FinalCostScale(false, costs.Min(), greatest);
    }

    /// <summary>The height of a cost on the axis; one below what the axis shows, as zero or the end of an interval may be, is at its foot.</summary>
    public double Place(double cost) => Logarithmic ? Math.Log10(Math.Max(cost, Least / 2)) : Math.Max(cost, 0);

    /// <summary>Writes a 0 above a cost of zero, which a logarithmic axis has no tick for.</summary>
    public void NameZero(Plot plot, double x)
    {
        if (Logarithmic)
        {
            var zero = plot.Add.Text("0", x, Place(0));
            zero.LabelAlignment = Alignment.LowerCenter;
            zero.LabelFontSize = 12;
            zero.OffsetY = -6;
        }
    }
}
