using System.Text;

namespace NNOptim.Coordinator.Reporting.Markdown;

/// <summary>A table whose columns align in the source as well, so that it reads well without being rendered.</summary>
public sealed class MarkdownTable
{
    private readonly List<(string Header, bool Numeric)> columns = [];
    private readonly List<string[]> rows = [];

    /// <summary>Adds a column of text, aligned to the left.</summary>
    public MarkdownTable Text(string header)
    {
        columns.Add((Escape(header), false));
        return this;
    }

    /// <summary>Adds a column of numbers, aligned to the right.</summary>
    public MarkdownTable Number(string header)
    {
        columns.Add((Escape(header), true));
        return this;
    }

    /// <summary>Adds a row of one cell a column.</summary>
    /// <exception cref="ArgumentException">The number of cells is another.</exception>
    public void Row(IEnumerable<string> cells)
    {
        var row = cells.Select(Escape).ToArray();
        if (row.Length != columns.Count)
        {
            throw new ArgumentException($"A row of {row.Length} cells in a table of {columns.Count} columns.", nameof(cells));
        }

        rows.Add(row);
    }

    /// <summary>Text as it may stand in a table's cell.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ").Trim();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var widths = columns.Select((column, i) => rows.Aggregate(Math.Max(3, column.Header.Length), (width, row) => Math.Max(width, row[i].Length))).ToArray();
        var text = new StringBuilder();
        Line(text, [.. columns.Select(column => column.Header)], widths);
        text.Append('|');
        for (var i = 0; i < columns.Count; i++)
        {
            text.Append(columns[i].Numeric ? new string('-', widths[i] + 1) + ":" : new string('-', widths[i] + 2)).Append('|');
        }

        text.Append('\n');
        foreach (var row in rows)
        {
            Line(text, row, widths);
        }

        return text.ToString();
    }

    private void Line(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(' ').Append(columns[i].Numeric ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append(" |");
        }

        text.Append('\n');
    }
}
