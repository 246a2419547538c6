using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>The style of all plots.</summary>
public static class PlotTheme
{
    private static readonly Color Ink = Color.FromHex("#24292F");
    private static readonly Color Rule = Color.FromHex("#D0D7DE");

    /// <summary>Creates an empty plot.</summary>
    public static Plot Create()
    {
        EmbeddedFonts.Use();
        var plot = new Plot();
        plot.Axes.Color(Ink);
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Title.Label.FontSize = 17;
        plot.Axes.Bottom.Label.FontSize = 14;
        plot.Axes.Left.Label.FontSize = 14;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.MinimumSize = 18;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Grid.MajorLineColor = Rule.WithAlpha(0.6);
        plot.Legend.FontSize = 13;
        plot.Legend.FontColor = Ink;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.SymbolWidth = 38;
        return plot;
    }

    /// <summary>Shows the legend above the plot, so that it hides no curve.</summary>
    public static void ShowLegend(Plot plot)
    {
        ArgumentNullException.ThrowIfNull(plot);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.InterItemPadding = new PixelPadding(12, 4);
        plot.Legend.Padding = new PixelPadding(4, 0);
        plot.Legend.Margin = new PixelPadding(0);
        plot.ShowLegend(Edge.Top).Padding = new PixelPadding(0, 0, 8, 8);
    }

    /// <summary>Fits both axes to the plotted costs, with the ticks of the scale.</summary>
    public static void ScaleCost(Plot plot, CostScale scale)
    {
        ArgumentNullException.ThrowIfNull(plot);
        ArgumentNullException.ThrowIfNull(scale);
        plot.Axes.Margins(0.02, 0.06);
        plot.Axes.AutoScale();
        if (scale.Clipped)
        {
            var bottom = plot.Axes.GetLimits().Bottom;
            var top = scale.Place(scale.Ceiling);
            plot.Axes.SetLimitsY(Math.Min(bottom, top - 1e-9), top);
        }

        if (scale.Logarithmic)
        {
            plot.Axes.Left.TickGenerator = PowersOfTen();
        }
    }

    /// <summary>The ticks of an axis whose values are logarithms to base 10.</summary>
    public static NumericAutomatic PowersOfTen() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = static exponent => Math.Pow(10, exponent).ToString("G4", CultureInfo.InvariantCulture),
    };
}
