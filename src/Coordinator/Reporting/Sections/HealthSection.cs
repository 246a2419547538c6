using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>Signs that runs, or the grid, are not in order.</summary>
internal static class HealthSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Health");
        var health = Health.Of(analysis);
        if (health.Findings.IsEmpty)
        {
            text.Paragraph("No run diverged or failed"
                + (analysis.Facts is { BaseRateCost: > 0 } ? ", every network learnt more than the base rate" : "")
                + ", and no best learning rate lies on the border of the grid.");
        }

        text.List(health.Findings);
        if (analysis.Facts is null)
        {
            text.Paragraph("The training examples were not at hand when the report was written, so dead networks were not looked for.");
        }
    }
}
