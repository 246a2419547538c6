using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>Final cost by learning rate and batch size, one plot an optimiser, all on one scale of colour.</summary>
public static class HeatmapFigure
{
    /// <summary>Beyond this many learning rates the squares are too small for their numbers.</summary>
    private const int MostNumbered = 8;

    /// <summary>Of more values than this only every k-th has its figure at an axis.</summary>
    private const int MostLabels = 8;

    /// <summary>Beyond this many values of an axis the squares are too small to be told apart.</summary>
    private const int MostValues = 100;

    /// <summary>Makes the figure; null where the learning rate or the batch size takes one value or very many, or no cost is above zero.</summary>
    public static Figure? Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Varying(Hyperparameters.LearningRate) is not { Values.Length: <= MostValues } rates
            || analysis.Varying(Hyperparameters.BatchSize) is not { Values.Length: <= MostValues } batches)
        {
            return null;
        }

        var all = analysis.Cells.Select(cell => cell.FinalCost?.Mean).OfType<double>().ToList();
        var costs = all.Where(cost => cost > 0).ToList();
        if (costs.Count == 0)
        {
            return null;
        }

        var (least, greatest) = (Math.Log10(costs.Min()), Math.Log10(costs.Max()));
        var byRank = analysis.Ranking.ToLookup(ranked =>
            (ranked.Cell.Optimizer, ranked.Cell.Text(Hyperparameters.LearningRate), ranked.Cell.Text(Hyperparameters.BatchSize)), ranked => ranked.Cell);
        var optimizers = analysis.Cells.Select(cell => cell.Optimizer).Distinct();
        var alternatives = analysis.Optimizers.Where(best => best.Best is not null)
            .Select(best => $"{Wording.Of(best.Optimizer)} is lowest at {Wording.Setting(best.Best!, analysis.SettingAxes)}");
        return new Figure(
            "learning-rate-batch-size",
            $"Final cost by learning rate and batch size: {string.Join("; ", alternatives)}.",
            "Mean final cost of the best setting at each learning rate and batch size, "
                + $"from {Wording.Short(all.Min())} (light) to {Wording.Short(costs.Max())} (dark) on a logarithmic scale that all share. A cross: no run completed there.",
            [.. optimizers.Select(optimizer => Draw(Wording.Of(optimizer), rates, batches, (least, greatest), (rate, batch) => byRank[(optimizer, rate, batch)].First()))],
            380,
            340);
    }

    private static Plot Draw(
        string title, GridAxis rates, GridAxis batches, (double Least, double Greatest) range, Func<string, string, Cell> best)
    {
        var plot = PlotTheme.Create();
        var shades = new double[batches.Values.Length, rates.Values.Length];
        for (var y = 0; y < batches.Values.Length; y++)
        {
            for (var x = 0; x < rates.Values.Length; x++)
            {
                var cost = best(rates.Values[x].ToString(), batches.Values[y].ToString()).FinalCost?.Mean;
                var shade = cost is { } value ? Math.Max(range.Least, Math.Log10(value)) : double.NaN;
                shades[batches.Values.Length - 1 - y, x] = shade;
                if (cost is not null && rates.Values.Length > MostNumbered)
                {
                    continue;
                }

                var text = plot.Add.Text(cost is null ? "x" : Wording.Short(cost), x, y);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontSize = 12;
                text.LabelFontColor = shade > (range.Least + range.Greatest) / 2 ? Colors.White : Colors.Black;
            }
        }

        // ScottPlot refuses a heat map of which no square has a value.
        if (shades.Cast<double>().Any(double.IsFinite))
        {
            var heatmap = plot.Add.Heatmap(shades);
            heatmap.Colormap = new ScottPlot.Colormaps.Viridis().Reversed();
            heatmap.ManualRange = new ScottPlot.Range(range.Least, Math.Max(range.Greatest, range.Least + 1e-9));
            heatmap.NaNCellColor = Colors.White;
            plot.MoveToBack(heatmap);
        }

        plot.Axes.Bottom.TickGenerator = Ticks(rates, rates.Values.Length > MostNumbered ? MostLabels / 2 : MostLabels);
        plot.Axes.Left.TickGenerator = Ticks(batches, MostLabels);
        plot.Title(title);
        plot.XLabel("learning rate");
        plot.YLabel("batch size");
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, rates.Values.Length - 0.5, -0.5, batches.Values.Length - 0.5);
        return plot;
    }

    private static NumericManual Ticks(GridAxis axis, int most)
    {
        var every = ((axis.Values.Length - 1) / most) + 1;
        var labelled = Enumerable.Range(0, axis.Values.Length).Where(i => i % every == 0).ToList();
        return new([.. labelled.Select(i => (double)i)], [.. labelled.Select(i => Wording.Brief(axis.Values[i].ToString()))]);
    }
}
