using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>The final cost of each seed at every optimiser's best setting, with mean and interval.</summary>
public static class StripFigure
{
    /// <summary>Makes the figure; null where no setting has several completed seeds.</summary>
    public static Figure? Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var bests = analysis.Optimizers.Select(best => best.Best).OfType<Cell>().ToList();
        if (!bests.Exists(cell => cell.Completed.Length > 1))
        {
            return null;
        }

        var scale = FinalCostScale.Of(
            [.. bests.SelectMany(cell => cell.Completed).Select(run => run.Result?.FinalCost).OfType<double>().Where(double.IsFinite)]);
        var plot = PlotTheme.Create();
        for (var i = 0; i < bests.Count; i++)
        {
            var cell = bests[i];
            var color = CurveStyle.Of(cell.Optimizer).Color;
            var seeds = cell.Completed.Select(run => run.Result?.FinalCost).OfType<double>().Where(double.IsFinite).ToList();
            var step = seeds.Count > 1 ? 0.3 / (seeds.Count - 1) : 0;
            plot.Add.Markers(
                (Coordinates[])[.. seeds.Select((cost, j) => new Coordinates(i - 0.15 + (j * step), scale.Place(cost)))], MarkerShape.FilledCircle, 8, color.WithAlpha(0.65));
            for (var j = 0; j < seeds.Count; j++)
            {
                if (seeds[j] == 0)
                {
                    scale.NameZero(plot, i - 0.15 + (j * step));
                }
            }

            var summary = cell.FinalCost!;
            Segment(plot, i - 0.25, scale.Place(summary.Mean), i + 0.25, scale.Place(summary.Mean), color, 3);
            if (summary.MeanInterval is { } interval)
            {
                Segment(plot, i, scale.Place(interval.Low), i, scale.Place(interval.High), color, 1.5f);
            }
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. bests.Select((_, i) => (double)i)], [.. bests.Select(cell => Wording.Of(cell.Optimizer))]);
        plot.YLabel(scale.Logarithmic ? "final cost (logarithmic)" : "final cost");
        plot.Axes.Margins(0.05, 0.08);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(-0.6, bests.Count - 0.4);
        if (scale.Logarithmic)
        {
            plot.Axes.Left.TickGenerator = PlotTheme.PowersOfTen();
        }

        var spreads = bests.Select(cell => $"{Wording.Of(cell.Optimizer)} from {Wording.Cost(cell.FinalCost!.Minimum)} to {Wording.Cost(cell.FinalCost.Maximum)}");
        return new Figure(
            "seeds",
            $"Final cost of each seed at the best settings: {string.Join("; ", spreads)}.",
            "A dot a seed, the broad line the mean, the thin one its 95 % interval.",
            [plot],
            720,
            380);
    }

    private static void Segment(Plot plot, double x1, double y1, double x2, double y2, Color color, float width)
    {
        var line = plot.Add.Line(x1, y1, x2, y2);
        line.Color = color;
        line.LineWidth = width;
    }
}
