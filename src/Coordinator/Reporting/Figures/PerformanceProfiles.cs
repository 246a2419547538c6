using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Statistics;
using ScottPlot;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// The performance profiles of the compared values: the fraction of problems that each solves within a factor of the fastest time.
/// </summary>
public static class PerformanceProfiles
{
    /// <summary>
    /// The corners of a profile from factor 1 to <see cref="TimeToTarget.GreatestFactor"/>: a step function that rises at each corner.
    /// </summary>
    public static ImmutableArray<(double Factor, double Height)> Steps(ImmutableArray<double?> ratios)
    {
        var factors = ratios.OfType<double>().Where(ratio => ratio is > 1 and <= TimeToTarget.GreatestFactor).Distinct().Order();
        var corners = ImmutableArray.CreateBuilder<(double, double)>();
        corners.Add((1, PerformanceProfile.Height(ratios, 1)));
        foreach (var factor in factors)
        {
            corners.Add((factor, PerformanceProfile.Height(ratios, factor)));
        }

        corners.Add((TimeToTarget.GreatestFactor, PerformanceProfile.Height(ratios, TimeToTarget.GreatestFactor)));
        return corners.DrainToImmutable();
    }

    /// <summary>Creates the figure; null when times cannot be compared, or on a single problem.</summary>
    public static Figure? Draw(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.TimeToTarget is not { Problems: > 1 } comparison)
        {
            return null;
        }

        var plot = PlotTheme.Create();
        foreach (var times in comparison.Compared)
        {
            var style = CurveStyle.ForLevel(times.Compared, analysis.Experiment.Specification);
            var corners = Steps(times.Ratios);
            var line = plot.Add.ScatterLine((Coordinates[])[.. Staircase(corners)], style.Color);
            line.LineWidth = 2.5f;
            line.LinePattern = style.Pattern;
            line.LegendText = $"{times.Compared} ({Wording.Number(times.Score)})";
        }

        plot.XLabel(AxisLabel(analysis));
        plot.YLabel("fraction of problems");
        plot.Axes.SetLimits(1, TimeToTarget.GreatestFactor, -0.02, 1.04);
        PlotTheme.ShowLegend(plot);
        return new Figure(
            "performance-profile",
            Alternative(comparison),
            $"{Explanation(analysis)} The number after a name is its score, the area under its line.",
            [plot],
            720,
            400);
    }

    /// <summary>Explains the lines.</summary>
    public static string Explanation(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return $"The fraction of problems on which each {analysis.ComparedLabel} reaches the target within a multiple of the epochs that the fastest one needs.";
    }

    /// <summary>The label of the horizontal axis.</summary>
    public static string AxisLabel(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return $"time relative to the fastest {analysis.ComparedLabel}";
    }

    /// <summary>The alternative text of the figure.</summary>
    public static string Alternative(TimeToTarget comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var heights = comparison.Compared.Select(times =>
            $"{times.Compared} is within {Wording.Number(TimeToTarget.GreatestFactor)} times the fastest on {times.Ratios.Count(ratio => ratio <= TimeToTarget.GreatestFactor)} of {comparison.Problems}");
        return $"Performance profiles of the time to the target cost: {string.Join("; ", heights)}.";
    }

    private static IEnumerable<Coordinates> Staircase(ImmutableArray<(double Factor, double Height)> corners)
    {
        for (var i = 0; i < corners.Length; i++)
        {
            if (i > 0)
            {
                yield return new Coordinates(corners[i].Factor, corners[i - 1].Height);
            }

            yield return new Coordinates(corners[i].Factor, corners[i].Height);
        }
    }
}
