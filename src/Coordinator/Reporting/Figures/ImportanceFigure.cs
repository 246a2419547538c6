using System.Globalization;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>The shares of the variance as bars, the largest first.</summary>
public static class ImportanceFigure
{
    private const int MostBars = 12;

    /// <summary>The alternative text of the figure.</summary>
    public static string Alternative(Importance importance, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(importance);
        var parts = importance.All.Take(5).Select(part => $"{part.Name} {Percent(part.Share)}");
        return $"Shares of the variance of the {Wording.Response(analysis)}: {string.Join(", ", parts)}.";
    }

    /// <summary>Creates the figure; null when only one hyperparameter varies.</summary>
    public static Figure? Draw(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Importance.FirstOrDefault(part => part.Compared is null) is not { Parts.Length: > 1 } importance)
        {
            return null;
        }

        var parts = importance.All.Take(MostBars).Reverse().ToArray();
        var plot = PlotTheme.Create();
        plot.Add.Bars((Bar[])[.. parts.Select((part, i) => new Bar
        {
            Position = i,
            Value = 100 * part.Share,
            Size = 0.7,
            Orientation = Orientation.Horizontal,
            FillColor = CurveStyle.Numbered(0).Color,
            LineWidth = 0,
        })]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. parts.Select((_, i) => (double)i)], [.. parts.Select(part => $"{part.Name}  {Percent(part.Share)}")]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.XLabel("share of the variance (%)");
        plot.HideGrid();
        plot.Axes.SetLimits(0, Math.Max(1, 105 * parts.Max(part => part.Share)), -0.6, parts.Length - 0.4);
        return new Figure("importance", Alternative(importance, analysis), "", [plot], 720, 90 + (28 * parts.Length));
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
