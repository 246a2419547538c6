using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Coordinator.Reporting.Figures;
using NNOptim.Coordinator.Reporting.Sections;

namespace NNOptim.Coordinator.Reporting.Markdown;

/// <summary>The report as a Markdown document.</summary>
public static class MarkdownReport
{
    /// <summary>Writes the document's text.</summary>
    public static string Of(ExperimentAnalysis analysis, ReportFigures figures, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(options);
        var text = new MarkdownText();
        if (options.Header.Length > 0)
        {
            text.Block(options.Header.ReplaceLineEndings("\n").Trim());
        }

        text.Heading(1, options.Title ?? analysis.Experiment.Specification.Name);
        if (analysis.Experiment.Specification.Description.Length > 0)
        {
            text.Paragraph(analysis.Experiment.Specification.Description);
        }

        AnswerSection.Write(text, analysis);
        RankingSection.Write(text, analysis);
        FiguresSection.Write(text, figures);
        ConvergenceSection.Write(text, analysis, options.Facts);
        DifferencesSection.Write(text, analysis);
        ImportanceSection.Write(text, analysis);
        HealthSection.Write(text, analysis, options.Facts);
        RunsSection.Write(text, analysis);
        FailuresSection.Write(text, analysis);
        ProvenanceSection.Write(text, analysis, options);
        return text.ToString();
    }
}
