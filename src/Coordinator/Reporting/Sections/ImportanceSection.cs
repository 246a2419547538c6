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

        text.Heading(2, "Where the variance lies");
        text.Paragraph(Explanation(analysis));
        foreach (var importance in analysis.Importance)
        {
            text.Heading(3, Title(importance));
            text.Table(Table(importance));
        }
    }

    /// <summary>Explains the shares.</summary>
    public static string Explanation(ExperimentAnalysis analysis) =>
        $"How the variance of the {Wording.Response(analysis)} over the search divides among hyperparameters, pairs of them (x: what two do together "
        + "beyond what each does alone), seeds and the unexplained rest, which is what a seed does with some settings only. "
        + "Unsuccessful runs count as a constant prediction (functional analysis of variance). A share tells how much varied in this search, not what causes a good result.";

    /// <summary>The title: the part of the grid.</summary>
    public static string Title(Importance importance) =>
        importance.Compared is { } compared ? $"Within {compared}" : "Over the whole search";

    private static ReportTable Table(Importance importance)
    {
        var table = new ReportTable().Text("part").Number("share of the variance");
        foreach (var part in importance.All.Take(MostParts))
        {
            table.Row([part.Name, Share(part.Share)]);
        }

        if (importance.All.Length > MostParts)
        {
            table.Row(["all others", Share(importance.All.Skip(MostParts).Sum(part => part.Share))]);
        }

        return table;
    }

    private static string Share(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
