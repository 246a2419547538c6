using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Decides which rows are examples when cells are missing.</summary>
internal static class MissingRows
{
    /// <summary>The rows that are examples, in order. Reports missing values that the specification does not allow.</summary>
    /// <param name="missing">What happens to missing values.</param>
    /// <param name="table">The table.</param>
    /// <param name="used">Its columns in use.</param>
    /// <param name="errors">The errors.</param>
    /// <param name="notes">What is worth telling.</param>
    public static int[] Keep(MissingValues missing, Table table, UsedColumns used, ErrorList errors, List<string> notes)
    {
        if (missing == MissingValues.Error)
        {
            foreach (var column in used.All.Where(column => column.MissingCount > 0))
            {
                errors.Add($"{Text(column, table.Rows)} (first at {string.Join(", ", column.MissingSamples.Select(sample => sample.Place))}); give missing: drop, mean, median or most_frequent{(column == used.Label ? "" : ", or exclude the column")}.");
            }

            return [.. Enumerable.Range(0, table.Rows)];
        }

        // A fill value cannot replace a label, a group or a time. Such rows are left out.
        TableColumn[] needed = [.. missing == MissingValues.Drop ? used.All : used.All.Where(column => !used.Features.Contains(column))];
        needed = [.. needed.Where(column => column.MissingCount > 0)];
        if (missing != MissingValues.Drop)
        {
            foreach (var column in used.Features.Where(column => column.MissingCount == table.Rows))
            {
                errors.Add($"column '{Excerpt.Shorten(column.Name)}': every value is missing; exclude the column.");
            }
        }

        var kept = Enumerable.Range(0, table.Rows).Where(row => !needed.Any(column => column.IsMissing(row))).ToArray();
        if (kept.Length < table.Rows)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{table.Rows - kept.Length:N0} of {table.Rows:N0} examples are left out, because values are missing in {Excerpt.OfList([.. needed.Select(column => $"{column.Name} ({column.MissingCount})")])}."));
        }

        return kept;
    }

    private static string Text(TableColumn column, int rows) => string.Create(CultureInfo.InvariantCulture,
        $"column '{Excerpt.Shorten(column.Name)}': {column.MissingCount:N0} of {rows:N0} values are missing");
}
