using System.Collections.Immutable;

namespace NNOptim.Reporting.Documents;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Numeric">Whether it is aligned to the right.</param>
public readonly record struct ReportColumn(string Header, bool Numeric);

/// <summary>A table of plain text; each form of document escapes what it must.</summary>
public sealed class ReportTable
{
    private readonly List<ReportColumn> columns = [];
    private readonly List<ImmutableArray<string>> rows = [];

    /// <summary>Its columns.</summary>
    public IReadOnlyList<ReportColumn> Columns => columns;

    /// <summary>Its rows, each of one cell a column.</summary>
    public IReadOnlyList<ImmutableArray<string>> Rows => rows;

    /// <summary>Adds a column of text, aligned to the left.</summary>
    public ReportTable Text(string header)
    {
        columns.Add(new ReportColumn(header, false));
        return this;
    }

    /// <summary>Adds a column of numbers, aligned to the right.</summary>
    public ReportTable Number(string header)
    {
        columns.Add(new ReportColumn(header, true));
        return this;
    }

    /// <summary>Adds a row of one cell a column.</summary>
    /// <exception cref="ArgumentException">The number of cells is another.</exception>
    public void Row(IEnumerable<string> cells)
    {
        ImmutableArray<string> row = [.. cells];
        if (row.Length != columns.Count)
        {
            throw new ArgumentException($"A row of {row.Length} cells in a table of {columns.Count} columns.", nameof(cells));
        }

        rows.Add(row);
    }
}
