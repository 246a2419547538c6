using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>Signs of problems with the runs or with the grid.</summary>
internal static class HealthSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        text.Heading(2, "Health");
        var health = Health.Examine(analysis);
        if (health.Findings.IsEmpty)
        {
            var well = new List<string> { "no run diverged or failed" };
            if (analysis.Facts is { BaseRateCost: > 0 })
            {
                well.Add("every network learnt more than the base rate");
            }

            if (analysis.TunedParameter is { } tuned)
            {
                well.Add($"no best {tuned.Label} lies on the border of the grid");
            }

            text.Paragraph($"{Wording.Sentence(Wording.List(well))}.");
        }

        text.List(health.Findings);
        if (analysis.Facts is null && analysis.Declares(KnownNames.BestCost) && analysis.Trainable.FindParameter(KnownNames.Loss) is not null)
        {
            text.Paragraph("The training examples were not at hand when the report was written, so dead networks were not looked for.");
        }
    }
}
