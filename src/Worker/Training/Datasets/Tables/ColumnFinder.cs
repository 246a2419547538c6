using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Finds the columns that a specification names, and reports those that do not exist.</summary>
internal sealed class ColumnFinder(Table table, ErrorList errors)
{
    /// <summary>The column with a name, or else with a number from 1; null, with the error reported, when there is none.</summary>
    /// <param name="key">The key that names it, for the message.</param>
    /// <param name="written">The name or number.</param>
    public TableColumn? Find(string key, string written)
    {
        var found = table.Columns.FirstOrDefault(column => column.Name == written)
            ?? table.Columns.FirstOrDefault(column => ColumnNames.Means(written, column.Name, column.Number));
        if (found is null)
        {
            var names = table.Columns.Select(column => column.Name).ToList();
            var nearest = NearestName.Find(written, names);
            errors.Add($"{key}: there is no column '{Excerpt.Shorten(written)}'"
                + (written.Length > 1 && nearest is { Length: > 1 } && NearestName.IsNear(written, nearest) ? $" (did you mean {Excerpt.Shorten(nearest)}?)" : "")
                + $"; the columns are {Excerpt.OfList(names)}.");
        }

        return found;
    }

    /// <summary>The columns of a list, without those that do not exist.</summary>
    public List<TableColumn> FindAll(string key, IEnumerable<string> written) =>
        [.. written.Select(name => Find(key, name)).OfType<TableColumn>()];
}
