using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>The columns that a specification uses, each in one role.</summary>
/// <param name="Label">The label's column.</param>
/// <param name="Features">The features in the order of the specification, else of the file.</param>
/// <param name="Group">The group's column; null when there is none.</param>
/// <param name="Order">The column of the order in time; null when there is none.</param>
internal sealed record UsedColumns(TableColumn Label, IReadOnlyList<TableColumn> Features, TableColumn? Group, TableColumn? Order)
{
    /// <summary>All columns in use.</summary>
    public IEnumerable<TableColumn> All => Features.Append(Label).Concat(new[] { Group, Order }.OfType<TableColumn>()).Distinct();

    /// <summary>Finds the columns; null, with the errors reported, when one does not exist or has two roles.</summary>
    public static UsedColumns? Find(TableReading reading, Table table, ColumnFinder columns, ErrorList errors)
    {
        if (table.Columns.Length < 2)
        {
            errors.Add($"there is one column, '{Excerpt.Shorten(table.Columns[0].Name)}'; at least one feature and the label are needed. Perhaps the delimiter is another one: give delimiter.");
            return null;
        }

        var label = reading.Label is { } name ? columns.Find("dataset.label", name) : table.Columns[^1];
        var group = reading.Group is { } groupName ? columns.Find("dataset.group", groupName) : null;
        var order = reading.OrderBy is { } orderName ? columns.Find("dataset.order_by", orderName) : null;
        var excluded = columns.FindAll("dataset.exclude", reading.Exclude);
        var features = reading.Features is { } given
            ? columns.FindAll("dataset.features", given)
            : [.. table.Columns.Where(column => column != label && column != group && column != order && !excluded.Contains(column))];
        if (!errors.IsEmpty)
        {
            return null;
        }

        foreach (var column in features.Where(column => column == label || excluded.Contains(column)))
        {
            errors.Add($"dataset.features: the column '{Excerpt.Shorten(column.Name)}' is {(column == label ? "the label" : "in dataset.exclude")} too; give it in one place.");
        }

        if (excluded.Contains(label!))
        {
            errors.Add($"dataset.exclude: the column '{Excerpt.Shorten(label!.Name)}' is the label{(reading.Label is null ? ", because it is the last one; give label" : "")}.");
        }

        if (features.Count != features.Distinct().Count())
        {
            errors.Add("dataset.features: a column is there twice; give each once.");
        }

        if (features.Count == 0)
        {
            errors.Add("dataset.exclude: no feature is left; at least one is needed.");
        }

        return errors.IsEmpty ? new UsedColumns(label!, features, group, order) : null;
    }
}
