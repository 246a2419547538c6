using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// The course's plot, one figure per <see cref="LearningCurveGroup"/>: cost against "epochs (per 100)", with the learning rate as title.
/// </summary>
public static class LearningCurves
{
    /// <summary>The largest number of figures. Of more groups, those with the best objective are drawn.</summary>
    public const int MostFigures = 16;

    /// <summary>The largest number of configurations per figure. Of more, those with the best ranks are drawn.</summary>
    public const int MostCurves = 8;

    /// <summary>The largest number of thin curves of single seeds per configuration. The median covers all seeds.</summary>
    public const int MostSeeds = 20;

    /// <summary>
    /// The largest number of points of a curve. A longer curve is drawn through every k-th point, with the smallest sufficient k, and the
    /// last point.
    /// </summary>
    public const int MostPoints = 1000;

    /// <summary>The groups with a figure, in the order of the grid.</summary>
    public static ImmutableArray<LearningCurveGroup> Shown(ImmutableArray<LearningCurveGroup> groups, Objective objective)
    {
        var drawable = groups.Where(group => group.Configurations.Any(configuration => configuration.Runs.Any(run => run.Costs.Length > 0)))
            .Select((group, i) => (Group: group, Place: i));
        return
        [
            .. drawable.OrderBy(item => item.Group.OrderOfBest(objective)).ThenBy(item => item.Place)
                .Take(MostFigures)
                .OrderBy(item => item.Place)
                .Select(item => item.Group),
        ];
    }

    /// <summary>Creates the figure of a group.</summary>
    public static Figure Draw(LearningCurveGroup group, ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(analysis);
        var specification = analysis.Experiment.Specification;
        var configurations = Shown(group, analysis);
        var scale = CostScale.For(configurations.SelectMany(configuration => configuration.Runs).Select(run => run.Costs));
        var plot = PlotTheme.Create();
        var isCompared = configurations.Select(configuration => configuration.Compared).Distinct().Count() == configurations.Length;
        for (var i = 0; i < configurations.Length; i++)
        {
            var style = isCompared ? CurveStyle.ForLevel(configurations[i].Compared, specification) : CurveStyle.Numbered(i);
            Draw(plot, configurations[i], Legend(group.Label(configurations[i], analysis), configurations[i]), style, scale, specification.RecordEvery);
        }

        var title = group.Title(analysis);
        plot.Title(title);
        plot.XLabel(specification.RecordEvery == 1
            ? "epochs"
            : string.Create(CultureInfo.InvariantCulture, $"epochs (per {specification.RecordEvery})"));
        plot.YLabel(scale.Logarithmic ? "cost (logarithmic)" : "cost");
        PlotTheme.ScaleCost(plot, scale);
        PlotTheme.ShowLegend(plot);
        return new Figure(FileNames.Safe(group.FileName), AltText(configurations, title, group, analysis), Caption(group, configurations, scale), [plot], 720, 450);
    }

    private static ImmutableArray<Configuration> Shown(LearningCurveGroup group, ExperimentAnalysis analysis)
    {
        var drawable = group.Configurations.Where(configuration => configuration.Runs.Any(run => run.Costs.Length > 0)).ToImmutableArray();
        if (drawable.Length <= MostCurves)
        {
            return drawable;
        }

        var best = analysis.Ranking.Select(ranked => ranked.Configuration).Where(drawable.Contains).Take(MostCurves).ToHashSet();
        return [.. drawable.Where(best.Contains)];
    }

    private static void Draw(Plot plot, Configuration configuration, string legend, CurveStyle style, CostScale scale, int recordEvery)
    {
        if (configuration.Runs.Length > 1)
        {
            foreach (var run in configuration.Runs.Take(MostSeeds).Where(run => run.Costs.Length > 0))
            {
                var thin = plot.Add.ScatterLine(Points(run.Costs, scale), style.Color.WithAlpha(0.3));
                thin.LineWidth = 1;
            }
        }

        var band = configuration.Curve();
        if (band is { Low.IsEmpty: false })
        {
            Shade(plot, band, style.Color, scale);
        }

        var curve = band?.Median ?? configuration.Runs.First(run => run.Costs.Length > 0).Costs;
        var line = plot.Add.ScatterLine(Points(curve, scale), style.Color);
        line.LineWidth = 2.5f;
        line.LinePattern = style.Pattern;
        line.LegendText = legend;
        if (configuration.Summary(KnownNames.FinalCost) is { Median: var final } && final <= scale.Ceiling)
        {
            plot.Add.Marker(configuration.Budget / (double)recordEvery, scale.Place(final), MarkerShape.FilledDiamond, 9, style.Color);
        }

        foreach (var run in configuration.Runs.Where(run => run.State == RunState.Diverged && run.Costs.Length > 0))
        {
            var end = Math.Min(run.Costs[^1], scale.Ceiling);
            var cross = plot.Add.Marker(run.Costs.Length - 1, scale.Place(end), MarkerShape.Eks, 11, style.Color);
            cross.LineWidth = 2;
            cross.MarkerStyle.CustomRenderer = RootedMarkers.Cross;
        }
    }

    /// <summary>
    /// Draws the middle half of the seeds as a band. Cuts it off at zero, the lower bound of a cost, and on a logarithmic axis at the smallest
    /// cost.
    /// </summary>
    private static void Shade(Plot plot, CurveBand band, Color color, CostScale scale)
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
            // Far above the ceiling, ScottPlot's float pixels would overflow. A point just above the ceiling is invisible too.
            var cost = Math.Min(costs[i], 10 * scale.Ceiling);
            if (double.IsFinite(cost))
            {
                points.Add(new Coordinates(i, scale.Place(cost)));
            }
        }
    }

    private static string Legend(string label, Configuration configuration)
    {
        var notes = new List<string>();
        if (configuration.Runs.Length > 1 && configuration.Completed.Length > 0)
        {
            notes.Add($"median of {configuration.Completed.Length}");
        }

        if (configuration.Diverged > 0)
        {
            notes.Add(configuration.Runs.Length == 1 ? "diverged" : $"{configuration.Diverged} diverged");
        }

        return notes.Count == 0 ? label : $"{label} ({string.Join(", ", notes)})";
    }

    private static string AltText(
        ImmutableArray<Configuration> configurations, string title, LearningCurveGroup group, ExperimentAnalysis analysis)
    {
        var ends = configurations.Select(configuration => configuration.Curve() is { Median: [.., var end] }
            ? $"{group.Label(configuration, analysis)} ends at {Wording.Cost(end)}"
            : $"{group.Label(configuration, analysis)} completed no run");
        return $"{Wording.Joined("Cost against epochs", ", ", Lower(title))}: {string.Join("; ", ends)}.";
    }

    private static string Lower(string title) => title.Length == 0 ? title : char.ToLowerInvariant(title[0]) + title[1..];

    private static string Caption(LearningCurveGroup group, ImmutableArray<Configuration> configurations, CostScale scale)
    {
        var notes = new List<string>();
        if (configurations.Length < group.Configurations.Length)
        {
            var empty = group.Configurations.Count(configuration => configuration.Runs.All(run => run.Costs.IsEmpty));
            if (empty > 0)
            {
                notes.Add($"{Wording.Counted(empty, "configuration")} recorded no cost.");
            }

            if (configurations.Length == MostCurves)
            {
                notes.Add($"The {MostCurves} best of {group.Configurations.Length} configurations are drawn.");
            }
        }

        if (scale.Clipped)
        {
            notes.Add($"Costs above {Wording.Number(scale.Ceiling)} leave the picture at its upper edge.");
        }

        return string.Join(' ', notes);
    }
}
