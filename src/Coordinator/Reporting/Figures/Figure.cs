using System.Collections.Immutable;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>A picture of one plot, or of several of the same size side by side.</summary>
/// <param name="Name">Its file name without extension.</param>
/// <param name="AltText">What it shows, for those who cannot see it.</param>
/// <param name="Caption">What stands beneath it; may be empty.</param>
/// <param name="Plots">The plots from left to right.</param>
/// <param name="PlotWidth">The width of each in pixels of SVG; PNG has half as many again.</param>
/// <param name="PlotHeight">The height of each.</param>
public sealed record Figure(
    string Name, string AltText, string Caption, ImmutableArray<Plot> Plots, int PlotWidth, int PlotHeight)
{
    /// <summary>The width of the whole.</summary>
    public int Width => PlotWidth * Plots.Length;
}
