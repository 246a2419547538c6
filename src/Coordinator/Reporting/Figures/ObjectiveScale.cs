using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>How values of the objective map to the vertical axis of a plot.</summary>
/// <param name="IsLogarithmic">Whether the axis is logarithmic.</param>
/// <param name="Least">The smallest value; on a logarithmic axis, the smallest value above zero.</param>
/// <param name="Greatest">The largest value.</param>
internal readonly record struct ObjectiveScale(bool IsLogarithmic, double Least, double Greatest)
{
    /// <summary>
    /// Chooses the scale of one or more values. It is logarithmic when the objective has a logarithm and the values above zero span a
    /// factor of <see cref="CostScale.LogarithmicFrom"/>.
    /// </summary>
    public static ObjectiveScale Choose(ImmutableArray<double> values, bool hasLogarithm)
    {
        var (least, greatest) = (values.Where(static value => value > 0).DefaultIfEmpty(double.PositiveInfinity).Min(), values.Max());
        return hasLogarithm && greatest >= CostScale.LogarithmicFrom * least
            ? new ObjectiveScale(true, least, greatest)
            : new ObjectiveScale(false, values.Min(), greatest);
    }

    /// <summary>
    /// The height of a value on the axis. A value below the axis, such as zero or the end of an interval, is placed at the lower end.
    /// </summary>
    public double Place(double value) =>
        IsLogarithmic ? Math.Log10(Math.Max(value, Least / 2)) : Least >= 0 ? Math.Max(value, 0) : value;

    /// <summary>The label of the axis.</summary>
    public string Label(Objective objective) => IsLogarithmic ? $"{objective.Label} (logarithmic)" : objective.Label;

    /// <summary>Writes a 0 above a value of zero, for which a logarithmic axis has no tick.</summary>
    public void NameZero(Plot plot, double x)
    {
        if (IsLogarithmic)
        {
            var zero = plot.Add.Text("0", x, Place(0));
            zero.LabelAlignment = Alignment.LowerCenter;
            zero.LabelFontSize = 12;
            zero.OffsetY = -6;
        }
    }
}
