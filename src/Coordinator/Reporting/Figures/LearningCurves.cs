using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>The course's plot: cost against "epochs (per 100)", titled with the learning rate, one figure a <see cref="LearningCurveGroup"/>.</summary>
public static class LearningCurves
{
    /// <summary>No more figures than this; where there are more groups, those with the least final cost.</summary>
    public const int MostFigures = 16;

    /// <summary>No more settings than this a figure; where there are more, those with the best ranks.</summary>
    public const int MostCurves = 8;

    /// <summary>No more thin curves of single seeds than this a setting; the mean is over all.</summary>
    public const int MostSeeds = 20;

    /// <summary>Curves of more points are drawn through every k-th of them, k being the least that comes below this, and the last.</summary>
    public const int MostPoints = 1000;

    /// <summary>The groups that get a figure, in the order of the grid.</summary>
    public static ImmutableArray<LearningCurveGroup> Shown(ImmutableArray<LearningCurveGroup> groups)
    {
        var drawable = groups.Where(group => group.Cells.Any(cell => cell.Runs.Any(run => run.Costs.Length > 0)))
            .Select((group, i) => (Group: group, Place: i));
        return
        [
            .. drawable.OrderBy(item => item.Group.LeastFinalCost).ThenBy(item => item.Place)
                .Take(MostFigures)
                .OrderBy(item => item.Place)
                .Select(item => item.Group),
        ];
    }

    /// <summary>Makes the figure of a group.</summary>
    public static Figure Of(LearningCurveGroup group, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(analysis);
        var specification = analysis.Experiment.Specification;
        var cells = Shown(group, analysis);
        var scale = CostScale.For(cells.SelectMany(cell => cell.Runs).Select(run => run.Costs));
        var plot = PlotTheme.Create();
        var distinctOptimizers = cells.Select(cell => cell.Optimizer).Distinct().Count() == cells.Length;
        for (var i = 0; i < cells.Length; i++)
        {
            var style = distinctOptimizers ? CurveStyle.Of(cells[i].Optimizer) : CurveStyle.Numbered(i);
            Draw(plot, cells[i], Legend(LearningCurveGroup.Label(cells[i], specification), cells[i]), style, scale);
        }

        var title = group.Title(specification);
        plot.Title(title);
        plot.XLabel(specification.RecordEvery == 1
            ? "epochs"
            : string.Create(CultureInfo.InvariantCulture, $"epochs (per {specification.RecordEvery})"));
        plot.YLabel(scale.Logarithmic ? "cost (logarithmic)" : "cost");
        PlotTheme.ScaleCost(plot, scale);
        PlotTheme.ShowLegend(plot);
        return new Figure(FileNames.Safe(group.FileName), AltText(cells, title, specification), Caption(group, cells, scale), [plot], 720, 450);
    }

    private static ImmutableArray<Cell> Shown(LearningCurveGroup group, ExperimentAnalysis analysis)
    {
        var drawable = group.Cells.Where(cell => cell.Runs.Any(run => run.Costs.Length > 0)).ToImmutableArray();
        if (drawable.Length <= MostCurves)
        {
            return drawable;
        }

        var best = analysis.Ranking.Select(ranked => ranked.Cell).Where(drawable.Contains).Take(MostCurves).ToHashSet();
        return [.. drawable.Where(best.Contains)];
    }

    private static void Draw(Plot plot, Cell cell, string legend, CurveStyle style, CostScale scale)
    {
        if (cell.Runs.Length > 1)
        {
            foreach (var run in cell.Runs.Take(MostSeeds).Where(run => run.Costs.Length > 0))
            {
                var thin = plot.Add.ScatterLine(Points(run.Costs, scale), style.Color.WithAlpha(0.3));
                thin.LineWidth = 1;
            }
        }

        var band = cell.Curve();
        if (band is { Low.IsEmpty: false })
        {
            Shade(plot, band, style.Color, scale);
        }

        var curve = band?.Mean ?? cell.Runs.First(run => run.Costs.Length > 0).Costs;
        var line = plot.Add.ScatterLine(Points(curve, scale), style.Color);
        line.LineWidth = 2.5f;
        line.LinePattern = style.Pattern;
        line.LegendText = legend;
        foreach (var run in cell.Runs.Where(run => run.State == RunState.Diverged && run.Costs.Length > 0))
        {
            var end = Math.Min(run.Costs[^1], scale.Ceiling);
            var cross = plot.Add.Marker(run.Costs.Length - 1, scale.Place(end), MarkerShape.Eks, 11, style.Color);
            cross.LineWidth = 2;
            cross.MarkerStyle.CustomRenderer = RootedMarkers.Cross;
        }
    }

    /// <summary>The interval of the mean as a band, cut off at zero, below which no cost is, and on a logarithmic axis at the least cost.</summary>
    private static void Shade(Plot plot, MeanBand band, Color color, CostScale scale)
    {
        var floor = scale.Logarithmic ? scale.Least : 0;
        var low = Points([.. band.Low.Select(cost => Math.Max(cost, floor))], scale);
        var high = Points([.. band.High.Select(cost => Math.Max(cost, floor))], scale);
        if (low.Length != high.Length || low.Length < 2)
        {
            return;
        }

        var area = plot.Add.Polygon([.. low, .. high.Reverse()]);
        area.FillColor = color.WithAlpha(0.16);
        area.LineWidth = 0;
    }

    private static Coordinates[] Points(ImmutableArray<double> costs, CostScale scale)
    {
        var step = (costs.Length / MostPoints) + 1;
        var points = new List<Coordinates>((costs.Length / step) + 2);
        for (var i = 0; i < costs.Length; i += step)
        {
            Add(i);
        }

        if ((costs.Length - 1) % step != 0)
        {
            Add(costs.Length - 1);
        }

        return [.. points];

        void Add(int i)
        {
            // Far above the ceiling ScottPlot's float pixels would overflow; just above it is as far out of sight.
            var cost = Math.Min(costs[i], 10 * scale.Ceiling);
            if (double.IsFinite(cost))
            {
                points.Add(new Coordinates(i, scale.Place(cost)));
            }
        }
    }

    private static string Legend(string label, Cell cell)
    {
        var notes = new List<string>();
        if (cell.Runs.Length > 1 && cell.Completed.Length > 0)
        {
            notes.Add($"mean of {cell.Completed.Length}");
        }

        if (cell.Diverged > 0)
        {
            notes.Add(cell.Runs.Length == 1 ? "diverged" : $"{cell.Diverged} diverged");
        }

        return notes.Count == 0 ? label : $"{label} ({string.Join(", ", notes)})";
    }

    private static string AltText(
        ImmutableArray<Cell> cells, string title, ExperimentSpecification specification)
    {
        var ends = cells.Select(cell => cell.FinalCost is { } cost
            ? $"{LearningCurveGroup.Label(cell, specification)} ends at {Wording.Cost(cost.Mean)}"
            : $"{LearningCurveGroup.Label(cell, specification)} completed no run");
        return $"Cost against epochs, {Lower(title)}: {string.Join("; ", ends)}.";
    }

    private static string Lower(string title) => char.ToLowerInvariant(title[0]) + title[1..];

    private static string Caption(LearningCurveGroup group, ImmutableArray<Cell> cells, CostScale scale)
    {
        var notes = new List<string>();
        if (cells.Length < group.Cells.Length)
        {
            var empty = group.Cells.Count(cell => cell.Runs.All(run => run.Costs.IsEmpty));
            if (empty > 0)
            {
                notes.Add($"{Wording.Counted(empty, "setting")} recorded no cost.");
            }

            if (cells.Length == MostCurves)
            {
                notes.Add($"The {MostCurves} best of {group.Cells.Length} settings are drawn.");
            }
        }

        if (scale.Clipped)
        {
            notes.Add($"Costs above {Wording.Number(scale.Ceiling)} leave the picture at its upper edge.");
        }

        return string.Join(' ', notes);
    }
}
