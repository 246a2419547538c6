using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Tells what a person should know about the columns in use.</summary>
internal static class TableNotes
{
    /// <summary>With fewer examples, different whole numbers in each row say little.</summary>
    private const int FewestRowsOfIds = 20;

    /// <summary>The notes.</summary>
    /// <param name="used">The columns in use.</param>
    /// <param name="features">The features.</param>
    /// <param name="label">The label.</param>
    /// <param name="rows">The rows that are examples.</param>
    public static IEnumerable<string> Of(UsedColumns used, ImmutableArray<Feature> features, LabelPlan label, int[] rows)
    {
        var numeric = features.Where(feature => feature.Kind == FeatureKind.Numeric).Select(feature => feature.Column).ToList();
        foreach (var column in numeric.Where(column => IsId(column, rows)))
        {
            yield return $"column '{Excerpt.Shorten(column.Name)}' has a different whole number in each row; if it is an id, give exclude: [{Excerpt.Shorten(column.Name)}].";
        }

        var constant = used.Features.Where(column => IsConstant(column, rows)).Select(column => column.Name).ToList();
        if (constant.Count > 0)
        {
            yield return $"the same value is in every example of {(constant.Count == 1 ? "column" : "columns")} {Excerpt.OfList(constant)}.";
        }

        foreach (var feature in features.Where(feature => feature.Kind != FeatureKind.Numeric))
        {
            yield return feature.Kind == FeatureKind.Ordinal
                ? $"column '{Excerpt.Shorten(feature.Column.Name)}' is {string.Join(", ", feature.Levels.Take(20).Select((level, place) => $"{place} for {Excerpt.Shorten(level)}"))}{(feature.Levels.Length > 20 ? ", ..." : "")}."
                : string.Create(CultureInfo.InvariantCulture, $"column '{Excerpt.Shorten(feature.Column.Name)}' is categorical: {Count(feature.Levels.Length, "input")}, one for each of {Excerpt.OfList(feature.Levels)}.");
        }

        if (label.Classes.Where((text, place) => text != place.ToString(CultureInfo.InvariantCulture)).Any())
        {
            yield return $"the classes of '{Excerpt.Shorten(label.Column.Name)}' are {string.Join(", ", label.Classes.Take(20).Select((text, place) => $"{place} for {Excerpt.Shorten(text)}"))}{(label.Classes.Length > 20 ? ", ..." : "")}.";
        }
    }

    private static string Count(int number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";

    private static bool IsId(TableColumn column, int[] rows)
    {
        if (rows.Length < FewestRowsOfIds)
        {
            return false;
        }

        var seen = new HashSet<double>();
        return rows.All(row => column.Numbers[row] is var number && number == Math.Floor(number) && seen.Add(number));
    }

    private static bool IsConstant(TableColumn column, int[] rows) => column.Codes is { } codes
        ? rows.All(row => codes[row] == codes[rows[0]])
        : rows.All(row => column.Numbers[row].Equals(column.Numbers[rows[0]]));
}
