using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NNOptim.Reporting.Figures;

/// <summary>Parallel coordinates: one line per configuration, from its hyperparameters to its objective.</summary>
public static class ParallelFigure
{
    /// <summary>The largest number of configurations drawn: the best-ranked.</summary>
    private const int MostLines = 200;

    /// <summary>An axis with more values than this labels only some of them.</summary>
    private const int MostLabels = 8;

    /// <summary>Creates the figure; null when fewer than two hyperparameters vary, or no objective has a position.</summary>
    public static Figure? Draw(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var axes = analysis.ConfigurationParameters.Select(analysis.Varying).OfType<ParameterAxis>().ToImmutableArray();
        var configurations = analysis.Ranking.Select(ranked => ranked.Configuration)
            .Where(configuration => configuration.Score is not null).Take(MostLines).ToImmutableArray();
        if (axes.Length < 2 || ObjectiveShade.FromAnalysis(analysis) is not { } shade)
        {
            return null;
        }

        var plot = PlotTheme.Create();

        // Draws the best configuration last, so that no line hides it.
        foreach (var configuration in configurations.Reverse())
        {
            DrawLine(plot, configuration, axes, analysis, shade);
        }

        DrawAxes(plot, axes);
        LabelObjective(plot, axes.Length, analysis, shade);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, axes.Length + 1).Select(i => (double)i)],
            [.. axes.Select(axis => axis.Parameter.Label), shade.IsLogarithmic ? $"{analysis.Objective.Label} (logarithmic)" : analysis.Objective.Label]);
        plot.Axes.Left.IsVisible = false;
        plot.HideGrid();
        plot.Axes.SetLimits(-0.2, axes.Length + 0.35, -0.06, 1.06);
        var best = configurations[0];
        return new Figure(
            "parallel-coordinates",
            $"Every configuration as a line from its hyperparameters to its {analysis.Objective.Label}; the best is "
                + $"{Wording.Joined(best.Compared, " with ", Wording.Values(best, analysis.ConfigurationParameters))}.",
            $"Each line is a configuration{(analysis.ComparedParameter is { } compared ? $", coloured by {compared.Label}" : "")}; "
                + $"the {analysis.Objective.BestWord} {analysis.Objective.Label} is at the top and the best configuration is thick."
                + (configurations.Length == MostLines ? $" The {MostLines} best are drawn." : ""),
            [plot],
            720,
            400);
    }

    private static void DrawLine(Plot plot, Configuration configuration, ImmutableArray<ParameterAxis> axes, ExperimentAnalysis analysis, ObjectiveShade shade)
    {
        var points = axes
            .Select((axis, i) => (X: i, At: configuration.Value(axis.Parameter) is { } value ? axis.Values.IndexOf(value) : -1, axis.Values.Length))
            .Where(point => point.At >= 0)
            .Select(point => new Coordinates(point.X, Height(point.At, point.Length)))
            .Append(new Coordinates(axes.Length, Height(configuration.Score!.Mean, analysis.Objective, shade)));
        var isBest = configuration == analysis.Candidate;
        var style = CurveStyle.ForLevel(configuration.Compared, analysis.Experiment.Specification);
        var line = plot.Add.ScatterLine((Coordinates[])[.. points], style.Color.WithAlpha(isBest ? 1 : 0.45));
        line.LineWidth = isBest ? 3.5f : 1.2f;
        line.LinePattern = style.Pattern;
    }

    private static void DrawAxes(Plot plot, ImmutableArray<ParameterAxis> axes)
    {
        for (var i = 0; i <= axes.Length; i++)
        {
            var rule = plot.Add.Line(i, 0, i, 1);
            rule.Color = Colors.Black;
            rule.LineWidth = 1;
        }

        for (var i = 0; i < axes.Length; i++)
        {
            var values = axes[i].Values;
            var every = ((values.Length - 1) / MostLabels) + 1;
            for (var j = 0; j < values.Length; j += every)
            {
                Label(plot, Wording.Brief(values[j].ToString()), i, Height(j, values.Length));
            }
        }
    }

    private static void LabelObjective(Plot plot, int x, ExperimentAnalysis analysis, ObjectiveShade shade)
    {
        foreach (var value in (double[])[shade.Least, shade.Greatest])
        {
            Label(plot, Wording.ShortValue(analysis.Objective.Metric, value), x, Height(value, analysis.Objective, shade));
        }
    }

    private static double Height(int at, int count) => count == 1 ? 0.5 : (double)at / (count - 1);

    /// <summary>The height of an objective. The best value is at the top.</summary>
    private static double Height(double value, Objective objective, ObjectiveShade shade)
    {
        var fraction = (shade.Place(value) - shade.From) / Math.Max(shade.To - shade.From, 1e-9);
        return objective.IsMaximized ? fraction : 1 - fraction;
    }

    private static void Label(Plot plot, string content, double x, double y)
    {
        var text = plot.Add.Text(content, x, y);
        text.LabelAlignment = Alignment.MiddleLeft;
        text.LabelFontSize = 12;
        text.OffsetX = 5;
        text.LabelBackgroundColor = Colors.White.WithAlpha(0.75);
    }
}
