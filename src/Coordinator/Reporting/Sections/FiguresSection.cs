using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;
using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting.Sections;

/// <summary>The pictures. Each PNG links to its SVG.</summary>
internal static class FiguresSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis, ReportFigures figures)
    {
        text.Heading(2, "Learning curves");
        if (figures.LearningCurves.IsEmpty)
        {
            text.Paragraph("No run recorded a cost, so there is no curve to draw.");
        }
        else
        {
            text.Paragraph(CurveExplanation(analysis, figures));
            foreach (var figure in figures.LearningCurves)
            {
                Write(text, figure);
            }
        }

        if (!figures.Comparisons.IsEmpty)
        {
            text.Heading(2, "Configurations compared");
            foreach (var figure in figures.Comparisons)
            {
                Write(text, figure);
            }
        }

        if (figures.DecisionBoundaries is { } boundaries)
        {
            text.Heading(2, "Decision boundaries");
            Write(text, boundaries);
        }
        else if (figures.NoDecisionBoundaries is { } reason)
        {
            text.Heading(2, "Decision boundaries");
            text.Paragraph($"Not drawn: {reason}.");
        }
    }

    private static string CurveExplanation(ExperimentAnalysis analysis, ReportFigures figures)
    {
        var groups = analysis.ComparedParameter is { } compared
            ? $", one picture for each combination of the values that the {compared.Label}s share"
            : "";
        return $"Epoch cost (averaged over the mini-batches of an epoch while the parameters move) against epochs{groups}. Thick: the median over the completed seeds of the search; shaded: their middle half at each epoch; thin: single seeds; "
            + "a diamond: the cost of the final parameters; "
            + "a cross: a run that diverged ends here."
            + (figures.LearningCurves.Length < figures.Groups
                ? $" The {figures.LearningCurves.Length} of {figures.Groups} groups with the {analysis.Objective.BestWord} {analysis.Objective.Label} are drawn; the others are in costs.csv."
                : "");
    }

    private static void Write(IDocumentText text, Figure figure)
    {
        var path = $"{ReportFigures.Folder}/{figure.Name}";
        text.Picture(figure.AltText, $"{path}.png", $"{path}.svg");
        if (figure.Caption.Length > 0)
        {
            text.Paragraph(figure.Caption);
        }
    }
}
