using System.Collections.Immutable;

namespace NNOptim.Reporting.Documents;

/// <summary>A column of a table.</summary>
/// <param name="Header">The column's name.</param>
/// <param name="Numeric">Whether the column is right-aligned.</param>
public readonly record struct ReportColumn(string Header, bool Numeric);

/// <summary>A table of plain text. Each document format escapes it as needed.</summary>
public sealed class ReportTable
{
    private readonly List<ReportColumn> columns = [];
    private readonly List<ImmutableArray<string>> rows = [];

    /// <summary>The columns.</summary>
    public IReadOnlyList<ReportColumn> Columns => columns;

    /// <summary>The rows, each with one cell per column.</summary>
    public IReadOnlyList<ImmutableArray<string>> Rows => rows;

    /// <summary>Adds a left-aligned column of text.</summary>
    public ReportTable Text(string header)
    {
        columns.Add(new ReportColumn(header, false));
        return this;
    }

    /// <summary>Adds a right-aligned column of numbers.</summary>
    public ReportTable Number(string header)
    {
        columns.Add(new ReportColumn(header, true));
        return this;
    }

    /// <summary>Adds a row with one cell per column.</summary>
    /// <exception cref="ArgumentException">The number of cells is not the number of columns.</exception>
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
