using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>The decision boundaries of the best run of each compared value, side by side, for data of two features.</summary>
public static class DecisionBoundaries
{
    /// <summary>The number of points evaluated along each side of the plane.</summary>
    private const int Resolution = 240;

    private const double MarginFraction = 0.08;

    /// <summary>Whether the experiment's data have two features and classes, so that readers can expect the picture.</summary>
    public static bool Expected(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Axis(KnownNames.Layers) is { Values: { IsEmpty: false } layers }
            && layers.All(value => value is ParameterValue.Layers { Widths: [2, ..] })
            && specification.Constant(KnownNames.Loss)?.ToString() != KnownNames.SquaredError;
    }

    /// <summary>
    /// The run shown for each compared value: the completed run with the best objective in its best configuration, among those on the first
    /// split, whose examples the figure shows.
    /// </summary>
    public static ImmutableArray<RunRecord> Shown(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var first = DatasetSplits.First(analysis.Experiment.Specification);
        return
        [
            .. analysis.Compared
                .Where(best => best.Best is not null)
                .Select(best => best.Best!.Completed.Where(run => run.Specification.SplitDataset == first)
                    .MinBy(run => analysis.Objective.Order(analysis.Objective.ValueOf(run))))
                .OfType<RunRecord>()
                .OrderBy(run => run.Number),
        ];
    }

    /// <summary>Creates the figure, or returns null with the reason.</summary>
    public static (Figure? Figure, string? Reason) Draw(ExperimentAnalysis analysis, IDecisionSurface? surface)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var runs = Shown(analysis);
        if (surface is null || surface.Points.IsEmpty)
        {
            return (null, "the examples were not at hand when the report was written");
        }

        if (runs.IsEmpty)
        {
            return (null, "no run completed");
        }

        var kept = runs.Where(run => run.Result is { FinalParameters.IsEmpty: false }).ToImmutableArray();
        if (kept.IsEmpty)
        {
            return (null, $"the runs' final parameters were not kept (more than {Wording.Count(RunResult.MostParametersKept)} of them)");
        }

        var area = Area(surface.Points);
        var alternatives = kept.Select(run => $"{RunValues.Compared(run)} (run {run.Number})"
            + (run.Metric(KnownNames.TrainAccuracy) is { } accuracy ? $" classifies {Wording.Accuracy(accuracy)} of the training examples correctly" : ""));
        var figure = new Figure(
            "decision-boundaries",
            $"Decision boundaries over the training examples: {string.Join("; ", alternatives)}.",
            $"The best run of the best configuration{(analysis.ComparedParameter is { } compared ? $" of each {compared.Label}" : "")}. "
                + "Shades are the classes that the network gives, marks the training examples with their own class.",
            [.. kept.Select(run => Draw(run, surface, area))],
            400,
            380);
        return (figure, null);
    }

    private static CoordinateRect Area(ImmutableArray<ClassifiedPoint> points)
    {
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (bottom, top) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var (dx, dy) = (MarginFraction * Positive(right - left), MarginFraction * Positive(top - bottom));
        return new CoordinateRect(left - dx, right + dx, bottom - dy, top + dy);

        static double Positive(double extent) => extent > 0 ? extent : 1;
    }

    private static Plot Draw(RunRecord run, IDecisionSurface surface, CoordinateRect area)
    {
        var plot = PlotTheme.Create();
        var classes = Classes(run, surface, area);
        var count = 1 + Math.Max(Greatest(classes), surface.Points.Max(point => point.Class));
        var heatmap = plot.Add.Heatmap(classes);
        heatmap.Extent = area;
        heatmap.Colormap = new ClassTints(count);
        heatmap.ManualRange = new ScottPlot.Range(0, count - 1);
        for (var k = 0; k < count; k++)
        {
            var points = surface.Points.Where(point => point.Class == k).Select(point => new Coordinates(point.X, point.Y)).ToArray();
            if (points.Length > 0)
            {
                var markers = plot.Add.Markers(points, k % 2 == 0 ? MarkerShape.FilledCircle : MarkerShape.FilledTriangleUp, 6, CurveStyle.OfClass(k));
                markers.MarkerStyle.OutlineColor = Colors.White;
                markers.MarkerStyle.OutlineWidth = 0.75f;
                markers.MarkerStyle.CustomRenderer = markers.MarkerShape == MarkerShape.FilledTriangleUp ? RootedMarkers.Triangle : null;
            }
        }

        plot.Title(Wording.Joined(RunValues.Compared(run), ", ", run.Metric(KnownNames.TrainAccuracy) is { } accuracy ? Wording.Accuracy(accuracy) : ""));
        plot.XLabel("feature 1");
        plot.YLabel("feature 2");
        plot.HideGrid();
        plot.Axes.SetLimits(area);
        return plot;
    }

    /// <summary>The classes on a lattice. The highest row comes first, as in a heat map.</summary>
    private static double[,] Classes(RunRecord run, IDecisionSurface surface, CoordinateRect area)
    {
        var inputs = new double[2 * Resolution * Resolution];
        for (var row = 0; row < Resolution; row++)
        {
            for (var column = 0; column < Resolution; column++)
            {
                var at = 2 * ((row * Resolution) + column);
                inputs[at] = area.Left + ((column + 0.5) * area.Width / Resolution);
                inputs[at + 1] = area.Top - ((row + 0.5) * area.Height / Resolution);
            }
        }

        var classes = new int[Resolution * Resolution];
        surface.Classify(run, inputs, classes);
        var lattice = new double[Resolution, Resolution];
        for (var i = 0; i < classes.Length; i++)
        {
            lattice[i / Resolution, i % Resolution] = classes[i];
        }

        return lattice;
    }

    private static int Greatest(double[,] classes)
    {
        var greatest = 0.0;
        foreach (var value in classes)
        {
            greatest = Math.Max(greatest, value);
        }

        return (int)greatest;
    }

    /// <summary>A pale shade of each class's colour.</summary>
    private sealed class ClassTints(int count) : IColormap
    {
        public string Name => "classes";

        public Color GetColor(double position) =>
            CurveStyle.OfClass((int)Math.Round(position * Math.Max(1, count - 1))).MixedWith(Colors.White, 0.78);
    }
}
