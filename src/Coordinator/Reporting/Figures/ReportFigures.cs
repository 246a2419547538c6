using System.Collections.Immutable;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Reporting.Figures;

/// <summary>The pictures of a report.</summary>
/// <param name="LearningCurves">The learning curves drawn.</param>
/// <param name="Groups">The number of groups before the limit on figures.</param>
/// <param name="Comparisons">The pictures that compare configurations, if the grid has configurations to compare.</param>
/// <param name="DecisionBoundaries">The decision boundaries; null when they are not drawn.</param>
/// <param name="NoDecisionBoundaries">The reason why they are not drawn, when readers could expect them.</param>
public sealed record ReportFigures(
    ImmutableArray<Figure> LearningCurves, int Groups, ImmutableArray<Figure> Comparisons, Figure? DecisionBoundaries, string? NoDecisionBoundaries)
{
    /// <summary>The folder of pictures within a report's folder.</summary>
    public const string Folder = "figures";

    /// <summary>All pictures.</summary>
    public ImmutableArray<Figure> All =>
        [.. LearningCurves, .. Comparisons, .. DecisionBoundaries is { } boundaries ? [boundaries] : (Figure[])[]];

    /// <summary>Creates the pictures of an experiment.</summary>
    public static ReportFigures DrawAll(ExperimentAnalysis analysis, IDecisionSurface? surface)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var groups = LearningCurveGroup.Split(analysis);
        var (boundaries, reason) = Figures.DecisionBoundaries.Expected(analysis.Experiment.Specification)
            ? Figures.DecisionBoundaries.Draw(analysis, surface)
            : (null, null);
        return new ReportFigures(
            [.. Figures.LearningCurves.Shown(groups, analysis.Objective).Select(group => Figures.LearningCurves.Draw(group, analysis))],
            groups.Length,
            [
                .. new[]
                {
                    HeatmapFigure.Draw(analysis), SensitivityFigure.Draw(analysis), StripFigure.Draw(analysis), ParallelFigure.Draw(analysis),
                    PerformanceProfiles.Draw(analysis), ImportanceFigure.Draw(analysis),
                }.OfType<Figure>(),
            ],
            boundaries,
            reason);
    }
}
