using System.Collections.Immutable;

namespace NNOptim.Coordinator.Reporting.Figures;

/// <summary>How final costs map to the vertical axis of a plot.</summary>
/// <param name="Logarithmic">Whether the axis is logarithmic.</param>
/// <param name="Least">The least cost.</param>
/// <param name="Greatest">The greatest.</param>
internal readonly record struct FinalCostScale(bool Logarithmic, double Least, double Greatest)
{
    /// <summary>The scale of one or more costs: logarithmic where they span a factor of <see cref="CostScale.LogarithmicFrom"/>.</summary>
    public static FinalCostScale Of(ImmutableArray<double> costs)
    {
        var (least, greatest) = (costs.Min(), costs.Max());
        return new FinalCostScale(least > 0 && greatest >= CostScale.LogarithmicFrom * least, least, greatest);
    }

    /// <summary>The height of a cost on the axis; one below what the axis shows, as the end of an interval may be, is at its foot.</summary>
    public double Place(double cost) => Logarithmic ? Math.Log10(Math.Max(cost, Least / 2)) : Math.Max(cost, 0);
}
