using System.Collections.Immutable;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>A picture of one plot, or of several of the same size side by side.</summary>
/// <param name="Name">Its file name without extension.</param>
/// <param name="AltText">A description for readers who cannot see it.</param>
/// <param name="Caption">The text beneath it; may be empty.</param>
/// <param name="Plots">The plots from left to right.</param>
/// <param name="PlotWidth">The width of each plot in SVG pixels. PNG has 1.5 times as many pixels.</param>
/// <param name="PlotHeight">The height of each plot.</param>
public sealed record Figure(
    string Name, string AltText, string Caption, ImmutableArray<Plot> Plots, int PlotWidth, int PlotHeight)
{
    /// <summary>The width of the figure.</summary>
    public int Width => PlotWidth * Plots.Length;
}
