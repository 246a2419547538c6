using System.Text;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Markdown;

/// <summary>Writes a table with columns aligned in the source, so that it is readable without rendering.</summary>
internal static class MarkdownTable
{
    public static string Render(ReportTable table)
    {
        var columns = table.Columns.Select(column => column with { Header = Escape(column.Header) }).ToArray();
        var rows = table.Rows.Select(row => row.Select(Escape).ToArray()).ToArray();
        var widths = columns.Select((column, i) => rows.Aggregate(Math.Max(3, column.Header.Length), (width, row) => Math.Max(width, row[i].Length))).ToArray();
        var text = new StringBuilder();
        Line(text, columns, [.. columns.Select(column => column.Header)], widths);
        text.Append('|');
        for (var i = 0; i < columns.Length; i++)
        {
            text.Append(columns[i].Numeric ? new string('-', widths[i] + 1) + ":" : new string('-', widths[i] + 2)).Append('|');
        }

        text.Append('\n');
        foreach (var row in rows)
        {
            Line(text, columns, row, widths);
        }

        return text.ToString();
    }

    private static string Escape(string text) =>
        MarkdownText.Inline(text).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ").Trim();

    private static void Line(StringBuilder text, ReportColumn[] columns, string[] cells, int[] widths)
    {
        text.Append('|');
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(' ').Append(columns[i].Numeric ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append(" |");
        }

        text.Append('\n');
    }
}
