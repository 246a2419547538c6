using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>The objective against the tuned parameter, one curve per compared value, with marks for divergence.</summary>
public static class SensitivityFigure
{
    /// <summary>
    /// The distance between the curves' points at one tuned value, as a fraction of the axis, so that no bar hides another.
    /// </summary>
    private const double Apart = 0.008;

    /// <summary>With more tuned values than this, the axis labels only every k-th value.</summary>
    private const int MostLabels = 10;

    /// <summary>Explains the curves.</summary>
    public static string Explanation(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var tuned = analysis.TunedParameter?.Label;
        return $"The {analysis.Objective.Label} at each {tuned}, everything else at its best there by the mean score (points: the median score over the seeds of the search, bars: the middle half). "
            + $"A cross: runs at that {tuned} diverged or failed; where no curve goes through the cross, none completed.";
    }

    /// <summary>The alternative text of the figure.</summary>
    public static string Alternative(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var objective = analysis.Objective;
        var bests = analysis.Sensitivity
            .Select(curve => (curve.Compared, Best: curve.Points.Where(point => point.Best is not null).MinBy(point => objective.Order(point.Best!.Score!.Median))))
            .Where(pair => pair.Best is not null)
            .Select(pair => $"{pair.Compared} is {objective.BestAdjective} at {Wording.Number(pair.Best!.Tuned)} with {objective.Text(pair.Best.Best!.Score!.Median)}");
        return $"{Wording.Sentence(objective.Label)} against {analysis.TunedParameter?.Label}: {string.Join("; ", bests)}.";
    }

    /// <summary>
    /// Creates the figure; null when there is no curve, when no run completed, or when an objective with a logarithm is always zero.
    /// </summary>
    public static Figure? Draw(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var values = analysis.Sensitivity.SelectMany(curve => curve.Points).Select(point => point.Best?.Score?.Median).OfType<double>()
            .ToImmutableArray();
        if (values.IsEmpty || (analysis.HasLogarithm && values.Max() <= 0))
        {
            return null;
        }

        var plot = PlotTheme.Create();
        var drawing = new Drawing(plot, analysis, ObjectiveScale.Choose(values, analysis.HasLogarithm));

        // Draws lines after all marks. Otherwise ScottPlot fills a circle with the dashes of the previous line, which Skia's SVG does not
        // support.
        for (var i = 0; i < analysis.Sensitivity.Length; i++)
        {
            drawing.Marks(i);
        }

        for (var i = 0; i < analysis.Sensitivity.Length; i++)
        {
            drawing.Line(i);
        }

        plot.XLabel(drawing.HasLogarithmicAxis ? $"{analysis.TunedParameter?.Label} (logarithmic)" : analysis.TunedParameter?.Label ?? "");
        plot.YLabel(drawing.Scale.Label(analysis.Objective));
        plot.Axes.Margins(0.05, 0.08);
        plot.Axes.AutoScale();
        if (drawing.Scale.IsLogarithmic)
        {
            plot.Axes.Left.TickGenerator = PlotTheme.PowersOfTen();
        }

        var tuned = analysis.Sensitivity[0].Points.Select(point => point.Tuned).ToArray();
        var every = ((tuned.Length - 1) / MostLabels) + 1;
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. tuned.Select(drawing.Across)], [.. tuned.Select((value, i) => i % every == 0 ? value.ToString("G3", CultureInfo.InvariantCulture) : "")]);
        PlotTheme.ShowLegend(plot);
        return new Figure("sensitivity", Alternative(analysis), Explanation(analysis), [plot], 720, 420);
    }

    /// <summary>Draws single curves into a plot.</summary>
    private sealed class Drawing(Plot plot, ExperimentAnalysis analysis, ObjectiveScale scale)
    {
        private readonly ImmutableArray<Sensitivity> curves = analysis.Sensitivity;

        public ObjectiveScale Scale => scale;

        /// <summary>Whether the axis of the tuned parameter is logarithmic: all its values are above zero.</summary>
        public bool HasLogarithmicAxis { get; } = analysis.Sensitivity.All(curve => curve.Points.All(point => point.Tuned > 0));

        public double Across(double tuned) => HasLogarithmicAxis ? Math.Log10(tuned) : tuned;

        public void Line(int i)
        {
            var (curve, style) = (curves[i], CurveStyle.ForLevel(curves[i].Compared, analysis.Experiment.Specification));
            var drawn = Drawn(curve);
            if (drawn.Count > 0)
            {
                var line = plot.Add.ScatterLine(
                    (Coordinates[])[.. drawn.Select(point => new Coordinates(Across(point.Tuned) + Shift(i), scale.Place(point.Best!.Score!.Median)))], style.Color);
                line.LineWidth = 2;
                line.LinePattern = style.Pattern;
                line.LegendText = curve.Compared;
            }
        }

        public void Marks(int i)
        {
            var (curve, style) = (curves[i], CurveStyle.ForLevel(curves[i].Compared, analysis.Experiment.Specification));
            foreach (var point in Drawn(curve))
            {
                var (at, summary) = (Across(point.Tuned) + Shift(i), point.Best!.Score!);
                plot.Add.Marker(at, scale.Place(summary.Median), MarkerShape.FilledCircle, 7, style.Color);
                if (summary.Median == 0)
                {
                    scale.NameZero(plot, at);
                }

                if (summary.Quartiles is { } quartiles)
                {
                    var bar = plot.Add.Line(at, scale.Place(quartiles.Low), at, scale.Place(quartiles.High));
                    bar.Color = style.Color;
                    bar.LineWidth = 1.5f;
                }
            }

            foreach (var point in curve.Points.Where(point => point.Lost > 0))
            {
                var height = point.Best?.Score?.Median ?? (analysis.Objective.IsMaximized ? scale.Least : scale.Greatest);
                var cross = plot.Add.Marker(Across(point.Tuned) + Shift(i), scale.Place(height), MarkerShape.Eks, 15, style.Color);
                cross.LineWidth = 2;
                cross.LegendText = Drawn(curve).Count == 0 && point == curve.Points.First(other => other.Lost > 0) ? curve.Compared : "";
                cross.MarkerStyle.CustomRenderer = RootedMarkers.Cross;
            }
        }

        private static List<SensitivityPoint> Drawn(Sensitivity curve) => [.. curve.Points.Where(point => point.Best?.Score is not null)];

        private double Shift(int i)
        {
            var points = curves[0].Points;
            return (i - ((curves.Length - 1) / 2.0)) * Apart * (Across(points[^1].Tuned) - Across(points[0].Tuned));
        }
    }
}
