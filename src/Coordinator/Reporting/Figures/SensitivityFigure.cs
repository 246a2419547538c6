using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>Final cost against learning rate, one curve an optimiser, with divergence marked.</summary>
public static class SensitivityFigure
{
    /// <summary>The optimisers' points at one learning rate stand apart by this fraction of the axis, so that no interval hides another.</summary>
    private const double Apart = 0.008;

    /// <summary>Of more learning rates than this only every k-th has its figure at the axis.</summary>
    private const int MostLabels = 10;

    /// <summary>What the curves are.</summary>
    public const string Explanation = "The final cost at each learning rate, everything else at its best there (mean over seeds with its 95 % interval). "
        + "A cross: runs at that learning rate diverged or failed; one without a curve through it: none completed.";

    /// <summary>What the figure shows, in words.</summary>
    public static string Alternative(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var bests = analysis.Sensitivity
            .Select(curve => (curve.Optimizer, Best: curve.Points.Where(point => point.Best is not null).MinBy(point => point.Best!.FinalCost!.Mean)))
            .Where(pair => pair.Best is not null)
            .Select(pair => $"{Wording.Of(pair.Optimizer)} is lowest at {Wording.Number(pair.Best!.LearningRate)} with {Wording.Cost(pair.Best.Best!.FinalCost!.Mean)}");
        return $"Final cost against learning rate: {string.Join("; ", bests)}.";
    }

    /// <summary>Makes the figure; null where only one learning rate was tried or no cost is above zero.</summary>
    public static Figure? Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var costs = analysis.Sensitivity.SelectMany(curve => curve.Points).Select(point => point.Best?.FinalCost?.Mean).OfType<double>()
            .ToImmutableArray();
        if (!costs.Any(cost => cost > 0))
        {
            return null;
        }

        var scale = FinalCostScale.Of(costs);
        var plot = PlotTheme.Create();
        // Lines come after all marks: ScottPlot would fill a circle with the dashes of the line drawn before it, which Skia's SVG complains of.
        foreach (var (curve, i) in analysis.Sensitivity.Select((curve, i) => (curve, i)))
        {
            DrawMarks(plot, curve, scale, Shift(analysis.Sensitivity, i));
        }

        foreach (var (curve, i) in analysis.Sensitivity.Select((curve, i) => (curve, i)))
        {
            DrawLine(plot, curve, scale, Shift(analysis.Sensitivity, i));
        }

        plot.XLabel("learning rate (logarithmic)");
        plot.YLabel(scale.Logarithmic ? "final cost (logarithmic)" : "final cost");
        plot.Axes.Margins(0.05, 0.08);
        plot.Axes.AutoScale();
        if (scale.Logarithmic)
        {
            plot.Axes.Left.TickGenerator = PlotTheme.PowersOfTen();
        }

        var rates = analysis.Sensitivity[0].Points.Select(point => point.LearningRate).ToArray();
        var every = ((rates.Length - 1) / MostLabels) + 1;
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. rates.Select(Math.Log10)], [.. rates.Select((rate, i) => i % every == 0 ? rate.ToString("G3", CultureInfo.InvariantCulture) : "")]);
        PlotTheme.ShowLegend(plot);
        return new Figure("sensitivity", Alternative(analysis), Explanation, [plot], 720, 420);
    }

    private static double Shift(ImmutableArray<Sensitivity> curves, int i)
    {
        var points = curves[0].Points;
        return (i - ((curves.Length - 1) / 2.0)) * Apart * Math.Log10(points[^1].LearningRate / points[0].LearningRate);
    }

    private static void DrawLine(Plot plot, Sensitivity curve, FinalCostScale scale, double shift)
    {
        var style = CurveStyle.Of(curve.Optimizer);
        var drawn = Drawn(curve);
        if (drawn.Count > 0)
        {
            var line = plot.Add.ScatterLine(
                (Coordinates[])[.. drawn.Select(point => new Coordinates(Math.Log10(point.LearningRate) + shift, scale.Place(point.Best!.FinalCost!.Mean)))], style.Color);
            line.LineWidth = 2;
            line.LinePattern = style.Pattern;
            line.LegendText = Wording.Of(curve.Optimizer);
        }
    }

    private static void DrawMarks(Plot plot, Sensitivity curve, FinalCostScale scale, double shift)
    {
        var style = CurveStyle.Of(curve.Optimizer);
        var drawn = Drawn(curve);
        foreach (var point in drawn)
        {
            var at = Math.Log10(point.LearningRate) + shift;
            plot.Add.Marker(at, scale.Place(point.Best!.FinalCost!.Mean), MarkerShape.FilledCircle, 7, style.Color);
            if (point.Best.FinalCost.Mean == 0)
            {
                scale.NameZero(plot, at);
            }

            if (point.Best.FinalCost.MeanInterval is { } interval)
            {
                var bar = plot.Add.Line(at, scale.Place(interval.Low), at, scale.Place(interval.High));
                bar.Color = style.Color;
                bar.LineWidth = 1.5f;
            }
        }

        foreach (var point in curve.Points.Where(point => point.Unsuccessful > 0))
        {
            var height = point.Best?.FinalCost?.Mean ?? scale.Greatest;
            var cross = plot.Add.Marker(Math.Log10(point.LearningRate) + shift, scale.Place(height), MarkerShape.Eks, 15, style.Color);
            cross.LineWidth = 2;
            cross.MarkerStyle.CustomRenderer = RootedMarkers.Cross;
        }
    }

    private static List<SensitivityPoint> Drawn(Sensitivity curve) => [.. curve.Points.Where(point => point.Best?.FinalCost is not null)];
}
