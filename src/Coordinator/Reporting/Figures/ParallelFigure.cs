using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>Parallel coordinates: one line a setting from its hyperparameters to its final cost.</summary>
public static class ParallelFigure
{
    /// <summary>No more settings than this are drawn: the best-ranked.</summary>
    private const int MostLines = 200;

    /// <summary>An axis of more values has only some of them written.</summary>
    private const int MostLabels = 8;

    /// <summary>Makes the figure; null where fewer than two hyperparameters vary or no cost is above zero.</summary>
    public static Figure? Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var axes = analysis.SettingAxes.Select(analysis.Varying).Where(axis => axis is not null).Select(axis => axis!).ToImmutableArray();
        var cells = analysis.Ranking.Select(ranked => ranked.Cell).Where(cell => cell.FinalCost is not null).Take(MostLines).ToImmutableArray();
        var positive = cells.Select(cell => cell.FinalCost!.Mean).Where(cost => cost > 0).ToImmutableArray();
        if (axes.Length < 2 || positive.IsEmpty)
        {
            return null;
        }

        // A cost of zero, which has no logarithm, stands where the least above zero does.
        var (least, greatest) = (Math.Log10(positive.Min()), Math.Log10(positive.Max()));
        var span = Math.Max(greatest - least, 1e-9);
        var plot = PlotTheme.Create();
        var texts = axes.Select(axis => axis.Values.Select(value => value.ToString()).ToImmutableArray()).ToImmutableArray();

        // The best last, so that no line hides it.
        foreach (var cell in cells.Reverse())
        {
            var points = axes.Select((axis, i) => (X: i, At: texts[i].IndexOf(cell.Text(axis.Hyperparameter)), texts[i].Length))
                .Where(point => point.At >= 0)
                .Select(point => new Coordinates(point.X, Height(point.At, point.Length)))
                .Append(new Coordinates(axes.Length, 1 - ((Math.Max(least, Math.Log10(cell.FinalCost!.Mean)) - least) / span)));
            var best = cell == analysis.Winner;
            var line = plot.Add.ScatterLine((Coordinates[])[.. points], CurveStyle.Of(cell.Optimizer).Color.WithAlpha(best ? 1 : 0.45));
            line.LineWidth = best ? 3.5f : 1.2f;
            line.LinePattern = CurveStyle.Of(cell.Optimizer).Pattern;
        }

        for (var i = 0; i <= axes.Length; i++)
        {
            var rule = plot.Add.Line(i, 0, i, 1);
            rule.Color = Colors.Black;
            rule.LineWidth = 1;
        }

        for (var i = 0; i < axes.Length; i++)
        {
            var every = ((texts[i].Length - 1) / MostLabels) + 1;
            for (var j = 0; j < texts[i].Length; j += every)
            {
                Label(plot, Wording.Brief(texts[i][j]), i, Height(j, texts[i].Length));
            }
        }

        Label(plot, positive.Length < cells.Length ? "0" : Wording.Short(Math.Pow(10, least)), axes.Length, 1);
        Label(plot, Wording.Short(Math.Pow(10, greatest)), axes.Length, 0);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, axes.Length + 1).Select(i => (double)i)], [.. axes.Select(axis => Wording.AxisName(axis.Hyperparameter)), "final cost (logarithmic)"]);
        plot.Axes.Left.IsVisible = false;
        plot.HideGrid();
        plot.Axes.SetLimits(-0.2, axes.Length + 0.35, -0.06, 1.06);
        return new Figure(
            "parallel-coordinates",
            $"Every setting as a line from its hyperparameters to its final cost; the best is {Wording.Of(cells[0].Optimizer)} with {Wording.Setting(cells[0], analysis.SettingAxes)}.",
            "One line a setting, coloured by optimiser; low costs are at the top and the best setting is thick."
                + (cells.Length == MostLines ? $" The {MostLines} best are drawn." : ""),
            [plot],
            720,
            400);
    }

    private static double Height(int at, int count) => count == 1 ? 0.5 : (double)at / (count - 1);

    private static void Label(Plot plot, string content, double x, double y)
    {
        var text = plot.Add.Text(content, x, y);
        text.LabelAlignment = Alignment.MiddleLeft;
        text.LabelFontSize = 12;
        text.OffsetX = 5;
        text.LabelBackgroundColor = Colors.White.WithAlpha(0.75);
    }
}
