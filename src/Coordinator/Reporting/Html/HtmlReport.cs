using NNOptim.Files;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;
using NNOptim.Reporting.Sections;

namespace NNOptim.Reporting.Html;

/// <summary>
/// The report as one HTML page that needs no other file and no network. Text and tables are HTML. The embedded library (Apache ECharts)
/// draws charts from embedded data. The page's content security policy forbids every request.
/// </summary>
public static class HtmlReport
{
    private const string NotFiltered = "Filters do not change it.";

    private const string Policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>Renders the page.</summary>
    /// <param name="analysis">The experiment.</param>
    /// <param name="figures">The report's figures. The page shows only the decision boundaries as a picture.</param>
    /// <param name="options">The title, the header and the other options.</param>
    public static string Render(ExperimentAnalysis analysis, ReportFigures figures, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(options);
        var specification = analysis.Experiment.Specification;
        var title = options.Title ?? specification.Name;
        var text = new HtmlText();
        text.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Raw($"<title>{HtmlText.Escape(title)}</title>\n<style>\n").Raw(Asset("report.css")).Raw("</style>\n</head>\n<body>\n")
            .Raw("<a class=\"skip\" href=\"#answer\">To the answer</a>\n");
        if (options.Header.Length > 0)
        {
            text.Raw("<div class=\"lab\">\n").Raw(options.Header.ReplaceLineEndings("\n").Trim()).Raw("\n</div>\n");
        }

        text.Raw("<header>\n");
        text.Heading(1, title);
        if (specification.Description.Length > 0)
        {
            text.Paragraph(specification.Description);
        }

        text.Raw("</header>\n<main>\n<section id=\"answer\">\n");
        AnswerSection.Write(text, analysis);
        text.Raw("</section>\n");
        Charts(text, analysis, figures);
        text.Raw("<section id=\"ranking\">\n");
        RankingSection.Write(text, analysis);
        text.Raw("</section>\n<section>\n");
        ConvergenceSection.Write(text, analysis);
        ConfirmationSection.Write(text, analysis);
        HealthSection.Write(text, analysis);
        RunsSection.Write(text, analysis);
        FailuresSection.Write(text, analysis);
        ProvenanceSection.Write(text, analysis, options);
        text.Raw("</section>\n</main>\n<footer>Drawn with <a href=\"https://echarts.apache.org\">Apache ECharts</a> (Apache-2.0), which this file holds.</footer>\n")
            .Raw("<script type=\"application/json\" id=\"data\">").Raw(HtmlData.Serialize(analysis)).Raw("</script>\n<script>\n")
            .Raw(Asset("echarts.min.js")).Raw("\n</script>\n<script>\n").Raw(Asset("report.js")).Raw("</script>\n</body>\n</html>\n");
        return text.ToString();
    }

    private static void Charts(HtmlText text, ExperimentAnalysis analysis, ReportFigures figures)
    {
        text.Raw("<section id=\"charts\">\n<form id=\"filters\" aria-label=\"Configurations shown in the charts and the ranking\"></form>\n");
        text.Raw("<noscript><p>The charts need JavaScript; all their numbers are in the tables.</p></noscript>\n");
        if (analysis.Runs.Any(run => run.Costs.Length > 0))
        {
            text.Heading(2, "Learning curves");
            text.Raw("<div class=\"controls\" id=\"curve-controls\"></div>\n");
            Chart(text, "curves", CurveAlternative(analysis), CurveCaption(analysis), "Drag the bar beneath to zoom (keys: +, -, arrows, 0); click a name to hide its curve.", tall: true);
        }

        TunedCharts(text, analysis);
        ConfigurationCharts(text, analysis);
        if (analysis.TimeToTarget is { Problems: > 1 })
        {
            text.Heading(2, "Performance profile");
            Chart(text, "profile", PerformanceProfiles.Alternative(analysis.TimeToTarget), PerformanceProfiles.Explanation(analysis), NotFiltered);
        }

        if (!analysis.Importance.IsEmpty)
        {
            text.Heading(2, "Where the variance lies");
            text.Raw("<div class=\"controls\" id=\"importance-controls\"></div>\n");
            Chart(text, "importance", ImportanceFigure.Alternative(analysis.Importance[0], analysis), ImportanceSection.Explanation(analysis), NotFiltered);
        }

        Boundaries(text, figures);
        text.Raw("</section>\n");
    }

    private static void TunedCharts(HtmlText text, ExperimentAnalysis analysis)
    {
        if (HeatmapFigure.Axes(analysis) is var (tuned, batches))
        {
            var names = $"{tuned.Parameter.Label} and {batches.Parameter.Label}";
            text.Heading(2, Wording.Sentence(names));
            text.Raw("<div id=\"heatmaps\"></div>\n");
            text.Paragraph($"Mean {analysis.Objective.Label}{(analysis.HasLogarithm ? " (on a logarithmic scale of colour)" : "")} "
                + $"of the best configuration shown at each {names}; a cross: no run completed there.");
        }

        if (!analysis.Sensitivity.IsEmpty)
        {
            text.Heading(2, $"Sensitivity to the {analysis.TunedParameter?.Label}");
            Chart(text, "sensitivity", SensitivityFigure.Alternative(analysis), SensitivityFigure.Explanation(analysis));
        }
    }

    private static void ConfigurationCharts(HtmlText text, ExperimentAnalysis analysis)
    {
        var objective = analysis.Objective.Label;
        if (analysis.Configurations.Length > 2)
        {
            var coloured = analysis.ComparedParameter is { } compared ? $", coloured by {compared.Label}" : "";
            text.Heading(2, "All configurations at once");
            Chart(text, "parallel", $"Parallel coordinates of every configuration shown, from its hyperparameters to its {objective}; the ranking table has the same figures.",
                $"Each line is a configuration{coloured}. Of more than 600 configurations the 600 best are drawn.",
                "Drag along an axis to keep only the lines that pass there; click the axis to keep all again.", tall: true);
        }

        if (analysis.Configurations.Any(configuration => configuration.Runs.Length > 1))
        {
            text.Heading(2, "Spread over seeds");
            Chart(text, "strip", $"The {objective} of every seed of the configurations shown, with their medians and quartiles; the ranking table has the same figures.",
                $"Each dot is a seed of the search{(Wording.Splits(analysis.Experiment.Specification) is null ? "" : " on one split")}, each diamond a median, each line the middle half. The configurations are those of the learning curves.");
        }
    }

    private static void Boundaries(HtmlText text, ReportFigures figures)
    {
        if (figures.DecisionBoundaries is { } boundaries)
        {
            text.Heading(2, "Decision boundaries");
            text.Raw($"<figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Decision boundaries, picture\"><img class=\"picture\" alt=\"{HtmlText.Escape(boundaries.AltText)}\" src=\"data:image/png;base64,")
                .Raw(Convert.ToBase64String(FigureRenderer.Png(boundaries)))
                .Raw($"\"></div><figcaption>{HtmlText.Escape(boundaries.Caption)}</figcaption></figure>\n");
        }
        else if (figures.NoDecisionBoundaries is { } reason)
        {
            text.Heading(2, "Decision boundaries");
            text.Paragraph($"Not drawn: {reason}.");
        }
    }

    /// <summary>Adds a chart with its caption. The hint on its use is not printed.</summary>
    private static void Chart(HtmlText text, string id, string alternative, string caption, string hint = "", bool tall = false) =>
        text.Raw($"<figure><div class=\"chart{(tall ? " tall" : "")}\" id=\"{id}\" role=\"img\" aria-label=\"{HtmlText.Escape(alternative)}\"></div>"
            + $"<figcaption>{HtmlText.Escape(caption)}{(hint.Length > 0 ? $" <span class=\"screen\">{HtmlText.Escape(hint)}</span>" : "")}</figcaption></figure>\n");

    private static string CurveAlternative(ExperimentAnalysis analysis)
    {
        var ends = analysis.Compared.Where(best => best.Best is not null)
            .Select(best => $"{best.Compared} ends at {Wording.Cost(best.Best!.Curve() is { Median: [.., var end] } ? end : null)}");
        var whose = analysis.ComparedParameter is { } compared ? $"the best configuration of each {compared.Label}" : "the best configurations";
        return $"Cost against epochs at {whose}: {string.Join("; ", ends)}.";
    }

    private static string CurveCaption(ExperimentAnalysis analysis)
    {
        var thinning = HtmlData.Thinning(analysis);
        var records = analysis.Runs.Max(run => run.Costs.Length);
        var notes = new List<string> { "Epoch costs, averaged over the mini-batches of an epoch while the parameters move: the median over the completed seeds of the search; shaded: the middle half; a diamond: the cost of the final parameters." };
        if (thinning.Step(records) > 1)
        {
            notes.Add($"Curves are drawn through every {Wording.Count(thinning.Step(records))} records and the last.");
        }

        if (thinning.Configurations < analysis.Configurations.Length)
        {
            notes.Add($"The page has the curves of the {Wording.Count(thinning.Configurations)} best-ranked configurations of {Wording.Count(analysis.Configurations.Length)}; costs.csv has all.");
        }

        if (thinning.Seeds < analysis.Configurations.Length && analysis.Configurations.Any(configuration => configuration.Runs.Length > 1))
        {
            notes.Add($"Single seeds are those of the {Wording.Count(thinning.Seeds)} best-ranked configurations.");
        }

        return string.Join(' ', notes) + " Statistics are over all runs.";
    }

    private static string Asset(string name) => EmbeddedText.Read(typeof(HtmlReport).Assembly, $"html/{name}");
}
