using NNOptim.Reporting.Documents;
using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting.Sections;

/// <summary>The pictures; each PNG leads to its SVG.</summary>
internal static class FiguresSection
{
    public static void Write(IDocumentText text, ReportFigures figures)
    {
        text.Heading(2, "Learning curves");
        if (figures.LearningCurves.IsEmpty)
        {
            text.Paragraph("No run recorded a cost, so there is no curve to draw.");
        }
        else
        {
            text.Paragraph("Cost against epochs, one picture a learning rate and batch size (and whatever else varies besides the optimiser). "
                + "Thick: the mean over completed seeds; shaded: its 95 % interval at each epoch; thin: single seeds; a cross ends a run that diverged."
                + (figures.LearningCurves.Length < figures.Groups
                    ? $" The {figures.LearningCurves.Length} of {figures.Groups} groups with the least final cost are drawn; the others are in costs.csv."
                    : ""));
            foreach (var figure in figures.LearningCurves)
            {
                Write(text, figure);
            }
        }

        if (!figures.Comparisons.IsEmpty)
        {
            text.Heading(2, "Settings compared");
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
