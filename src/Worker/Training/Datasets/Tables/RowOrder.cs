namespace NNOptim.Training.Datasets.Tables;

/// <summary>Orders rows by the values of a column.</summary>
internal static class RowOrder
{
    /// <summary>
    /// The rank of each row's value among the distinct values, from 0. Numbers are in their order, texts in ordinal order, in which dates
    /// written year first are in the order of time.
    /// </summary>
    /// <param name="column">A column without missing cells in these rows.</param>
    /// <param name="rows">The rows.</param>
    public static int[] Ranks(TableColumn column, int[] rows) =>
        column.TextCount == 0
            ? Ranks([.. rows.Select(row => column.Numbers[row])], Comparer<double>.Default)
            : Ranks([.. rows.Select(row => column.Levels[column.Codes![row]])], StringComparer.Ordinal);

    private static int[] Ranks<T>(T[] values, IComparer<T> comparer)
        where T : notnull
    {
        var ranks = values.Distinct().Order(comparer).Select((value, rank) => (value, rank)).ToDictionary(pair => pair.value, pair => pair.rank);
        return [.. values.Select(value => ranks[value])];
    }
}
