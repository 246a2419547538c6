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
            if (analysis.Outcomes.Baseline is not null)
            {
                well.Add("every run ended better than a constant prediction");
            }

            well.Add("no best value lies on the border of the grid");

            text.Paragraph($"{Wording.Sentence(Wording.List(well))}.");
        }

        text.List(health.Findings);
    }
}
