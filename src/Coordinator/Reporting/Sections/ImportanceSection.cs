using System.Globalization;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The importance of the hyperparameters.</summary>
internal static class ImportanceSection
{
    private const int MostParts = 12;

    public static void Write(IDocumentText text, ExperimentAnalysis analysis)
    {
        if (analysis.Importance.IsEmpty)
        {
            return;
        }

        text.Heading(2, "Which hyperparameter matters");
        text.Paragraph(Explanation(analysis));
        foreach (var importance in analysis.Importance)
        {
            text.Heading(3, Title(importance));
            text.Table(Table(importance));
        }
    }

    /// <summary>Explains the shares.</summary>
    public static string Explanation(ExperimentAnalysis analysis) =>
        $"How the variance of the {Wording.Response(analysis)} over the grid divides among hyperparameters, pairs of them (x: what "
        + "two do together beyond what each does alone) and the rest. Diverged and failed runs count as the worst that completed (functional analysis of variance).";

    /// <summary>The title: the part of the grid.</summary>
    public static string Title(Importance importance) =>
        importance.Compared is { } compared ? $"Within {compared}" : "Over the whole grid";

    private static ReportTable Table(Importance importance)
    {
        var table = new ReportTable().Text("part").Number("share of the variance");
        foreach (var part in importance.Parts.Take(MostParts))
        {
            table.Row([part.Name, Share(part.Share)]);
        }

        var others = importance.Parts.Skip(MostParts).Sum(part => part.Share) + importance.Higher;
        if (importance.Higher > 0 || importance.Parts.Length > MostParts)
        {
            table.Row(["other interactions", Share(others)]);
        }

        table.Row([importance.WithinName, Share(importance.Within)]);
        return table;
    }

    private static string Share(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
