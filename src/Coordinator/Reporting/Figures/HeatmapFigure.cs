using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>The objective by tuned parameter and batch size: one plot per compared value, all on one colour scale.</summary>
public static class HeatmapFigure
{
    /// <summary>With more tuned values than this, the squares are too small for numbers.</summary>
    private const int MostNumbered = 8;

    /// <summary>With more values than this, an axis labels only every k-th value.</summary>
    private const int MostLabels = 8;

    /// <summary>With more values than this on an axis, the squares are too small to distinguish.</summary>
    private const int MostValues = 100;

    /// <summary>The two axes; null when a parameter is not declared or has one value.</summary>
    public static (ParameterAxis Tuned, ParameterAxis Batches)? Axes(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return analysis.Varying(analysis.TunedParameter) is { } tuned
            && analysis.Varying(analysis.Trainable.FindParameter(KnownNames.BatchSize)) is { } batches
            && tuned != batches
            ? (tuned, batches)
            : null;
    }

    /// <summary>Creates the figure; null when an axis has one value or more than the maximum, or no value has a colour.</summary>
    public static Figure? Draw(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (Axes(analysis) is not ({ Values.Length: <= MostValues } tuned, { Values.Length: <= MostValues } batches)
            || ObjectiveShade.FromAnalysis(analysis) is not { } shade)
        {
            return null;
        }

        var byRank = analysis.Ranking.ToLookup(
            ranked => (ranked.Configuration.Compared, ranked.Configuration.Text(tuned.Parameter), ranked.Configuration.Text(batches.Parameter)),
            ranked => ranked.Configuration);
        var (objective, names) = (analysis.Objective, $"{tuned.Parameter.Label} and {batches.Parameter.Label}");
        var alternatives = analysis.Compared.Where(best => best.Best is not null)
            .Select(best => $"{best.Compared} is {objective.BestAdjective} at {Wording.Values(best.Best!, analysis.ConfigurationParameters)}");
        return new Figure(
            $"{Hyphenated(tuned.Parameter)}-{Hyphenated(batches.Parameter)}",
            $"{Wording.Sentence(objective.Label)} by {names}: {string.Join("; ", alternatives)}.",
            $"Mean {objective.Label} of the best configuration at each {names}, "
                + $"from {Wording.ShortValue(objective.Metric, shade.Least)} (light) to {Wording.ShortValue(objective.Metric, shade.Greatest)} (dark)"
                + $"{(shade.IsLogarithmic ? " on a logarithmic scale" : " on a scale")} that all share. A cross: no run completed there.",
            [.. analysis.ComparedValues.Select(compared => Draw(compared, (tuned, batches), shade, (one, other) => byRank[(compared, one, other)].FirstOrDefault()))],
            380,
            340);
    }

    private static Plot Draw(string title, (ParameterAxis Tuned, ParameterAxis Batches) axes, ObjectiveShade shade, Func<string, string, Configuration?> best)
    {
        var plot = PlotTheme.Create();
        var (columns, rows) = (axes.Tuned.Values, axes.Batches.Values);
        var shades = new double[rows.Length, columns.Length];
        for (var y = 0; y < rows.Length; y++)
        {
            for (var x = 0; x < columns.Length; x++)
            {
                var value = best(columns[x].ToString(), rows[y].ToString())?.Score?.Mean;
                shades[rows.Length - 1 - y, x] = shade.Place(value);
                if (value is null || columns.Length <= MostNumbered)
                {
                    Number(plot, (x, y), value, shade);
                }
            }
        }

        Colour(plot, shades, shade);
        plot.Axes.Bottom.TickGenerator = Ticks(axes.Tuned, columns.Length > MostNumbered ? MostLabels / 2 : MostLabels);
        plot.Axes.Left.TickGenerator = Ticks(axes.Batches, MostLabels);
        plot.Title(title);
        plot.XLabel(axes.Tuned.Parameter.Label);
        plot.YLabel(axes.Batches.Parameter.Label);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns.Length - 0.5, -0.5, rows.Length - 0.5);
        return plot;
    }

    private static void Number(Plot plot, (int X, int Y) at, double? value, ObjectiveShade shade)
    {
        var text = plot.Add.Text(value is null ? "x" : Wording.ShortValue(shade.Objective.Metric, value), at.X, at.Y);
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontSize = 12;
        text.LabelFontColor = shade.IsDark(value) ? Colors.White : Colors.Black;
    }

    private static void Colour(Plot plot, double[,] shades, ObjectiveShade shade)
    {
        // ScottPlot rejects a heat map without values.
        if (shades.Cast<double>().Any(double.IsFinite))
        {
            var heatmap = plot.Add.Heatmap(shades);
            heatmap.Colormap = new ScottPlot.Colormaps.Viridis().Reversed();
            heatmap.ManualRange = new ScottPlot.Range(shade.From, Math.Max(shade.To, shade.From + 1e-9));
            heatmap.NaNCellColor = Colors.White;
            plot.MoveToBack(heatmap);
        }
    }

    private static NumericManual Ticks(ParameterAxis axis, int most)
    {
        var every = ((axis.Values.Length - 1) / most) + 1;
        var labelled = Enumerable.Range(0, axis.Values.Length).Where(i => i % every == 0).ToList();
        return new([.. labelled.Select(i => (double)i)], [.. labelled.Select(i => Wording.Brief(axis.Values[i].ToString()))]);
    }

    private static string Hyphenated(Parameter parameter) => parameter.Name.Replace('_', '-');
}
