using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;
using NNOptim.Reporting.Sections;

namespace NNOptim.Reporting.Markdown;

/// <summary>The report as a Markdown document.</summary>
public static class MarkdownReport
{
    /// <summary>Renders the document.</summary>
    public static string Render(ExperimentAnalysis analysis, ReportFigures figures, ReportOptions options)
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
        ConfirmationSection.Write(text, analysis);
        RankingSection.Write(text, analysis);
        FiguresSection.Write(text, analysis, figures);
        ConvergenceSection.Write(text, analysis);
        ImportanceSection.Write(text, analysis);
        HealthSection.Write(text, analysis);
        RunsSection.Write(text, analysis);
        FailuresSection.Write(text, analysis);
        ProvenanceSection.Write(text, analysis, options);
        text.Paragraph(Files(options.Formats));
        return text.ToString();
    }

    private static string Files(ReportFormats formats)
    {
        string[] files =
        [
            .. formats.HasFlag(ReportFormats.Html) ? ["report.html (the same with charts to explore, in one file)"] : (string[])[],
            .. formats.HasFlag(ReportFormats.Csv) ? ["costs.csv (every recorded cost), runs.csv (one row a run), ranking.csv (one row a configuration)"] : (string[])[],
            .. formats.HasFlag(ReportFormats.Parquet) ? ["costs.parquet and runs.parquet"] : (string[])[],
            "the pictures as PNG and SVG",
        ];
        return $"Beside this file: {Wording.List(files)}.";
    }
}
