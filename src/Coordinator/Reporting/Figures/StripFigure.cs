using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>The objective of each seed in the best configuration of every compared value, with median and quartiles: on fresh seeds where the experiment was confirmed.</summary>
public static class StripFigure
{
    /// <summary>Creates the figure; null when no configuration has several completed seeds.</summary>
    public static Figure? Draw(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var bests = analysis.Shown.Select(pair => pair.Configuration).ToList();
        if (!bests.Exists(configuration => configuration.Completed.Length > 1))
        {
            return null;
        }

        var objective = analysis.Objective;
        var scale = ObjectiveScale.Choose([.. bests.SelectMany(configuration => ValuesOf(configuration, objective))], analysis.HasLogarithm);
        var plot = PlotTheme.Create();
        for (var i = 0; i < bests.Count; i++)
        {
            Draw(plot, i, bests[i], analysis, scale);
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. bests.Select((_, i) => (double)i)], [.. bests.Select(analysis.ShortName)]);
        plot.YLabel(scale.Label(objective));
        plot.Axes.Margins(0.05, 0.08);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(-0.6, bests.Count - 0.4);
        if (scale.IsLogarithmic)
        {
            plot.Axes.Left.TickGenerator = PlotTheme.PowersOfTen();
        }

        var spreads = bests.Select(configuration =>
            $"{analysis.ShortName(configuration)} from {objective.Text(configuration.Score!.Minimum)} to {objective.Text(configuration.Score.Maximum)}");
        var dot = Wording.Splits(analysis.Experiment.Specification) is null ? "seed" : "seed on one split";
        return new Figure(
            "seeds",
            $"{Wording.Sentence(objective.Label)} of each {dot} at the best configurations: {string.Join("; ", spreads)}.",
            $"Each dot is a {(analysis.Confirmation is null ? "" : "fresh ")}{dot}, the broad line the median, the thin line the middle half.",
            [plot],
            720,
            380);
    }

    private static void Draw(Plot plot, int place, Configuration configuration, ExperimentAnalysis analysis, ObjectiveScale scale)
    {
        var color = CurveStyle.ForLevel(configuration.Compared, analysis.Experiment.Specification).Color;
        var seeds = ValuesOf(configuration, analysis.Objective);
        var step = seeds.Count > 1 ? 0.3 / (seeds.Count - 1) : 0;
        plot.Add.Markers(
            (Coordinates[])[.. seeds.Select((value, j) => new Coordinates(place - 0.15 + (j * step), scale.Place(value)))], MarkerShape.FilledCircle, 8, color.WithAlpha(0.65));
        for (var j = 0; j < seeds.Count; j++)
        {
            if (seeds[j] == 0)
            {
                scale.NameZero(plot, place - 0.15 + (j * step));
            }
        }

        var summary = configuration.Score!;
        Segment(plot, (place - 0.25, scale.Place(summary.Median)), (place + 0.25, scale.Place(summary.Median)), color, 3);
        if (summary.Quartiles is { } quartiles)
        {
            Segment(plot, (place, scale.Place(quartiles.Low)), (place, scale.Place(quartiles.High)), color, 1.5f);
        }
    }

    private static List<double> ValuesOf(Configuration configuration, Objective objective) =>
        [.. configuration.Completed.Select(objective.ValueOf).OfType<double>()];

    private static void Segment(Plot plot, (double X, double Y) from, (double X, double Y) to, Color color, float width)
    {
        var line = plot.Add.Line(from.X, from.Y, to.X, to.Y);
        line.Color = color;
        line.LineWidth = width;
    }
}
