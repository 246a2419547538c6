using System.Globalization;
using System.Net;
using System.Text;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Html;

/// <summary>Builds the body of an HTML page block by block, and escapes all text.</summary>
public sealed class HtmlText : IDocumentText
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<string, int> tables = new(StringComparer.Ordinal);
    private string heading = "";

    /// <inheritdoc/>
    public void Heading(int level, string title)
    {
        heading = title;
        Raw($"<h{level}>{Escape(title)}</h{level}>\n");
    }

    /// <inheritdoc/>
    public void Paragraph(string sentence) => Raw($"<p>{Escape(sentence)}</p>\n");

    /// <inheritdoc/>
    public void Strong(string sentence) => Raw($"<p class=\"lead\">{Escape(sentence)}</p>\n");

    /// <inheritdoc/>
    public void List(IEnumerable<string> items)
    {
        var lines = string.Concat(items.Select(item => $"<li>{Escape(item)}</li>\n"));
        if (lines.Length > 0)
        {
            Raw($"<ul>\n{lines}</ul>\n");
        }
    }

    /// <inheritdoc/>
    public void Table(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);

        // A wide table scrolls within its own frame, also by keyboard.
        Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(NameOfTable())}\"><table>\n<thead><tr>");
        foreach (var column in table.Columns)
        {
            Raw(column.Numeric ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").Raw(Escape(column.Header)).Raw("</th>");
        }

        Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            Raw("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                Raw(table.Columns[i].Numeric ? "<td class=\"n\">" : "<td>").Raw(Escape(row[i])).Raw("</td>");
            }

            Raw("</tr>\n");
        }

        Raw("</tbody></table></div>\n");
    }

    /// <inheritdoc/>
    public void Code(string language, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        Raw($"<pre tabindex=\"0\"><code class=\"language-{Escape(language)}\">{Escape(code.ReplaceLineEndings("\n").TrimEnd())}</code></pre>\n");
    }

    /// <inheritdoc/>
    public void Picture(string alternative, string path, string target) =>
        Raw($"<figure><a href=\"{Escape(target)}\"><img src=\"{Escape(path)}\" alt=\"{Escape(alternative)}\"></a></figure>\n");

    /// <summary>The heading above a table and the table's number under that heading, so that every table has a distinct name.</summary>
    private string NameOfTable()
    {
        var number = tables[heading] = tables.GetValueOrDefault(heading) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{heading}, table {number}");
    }

    /// <summary>Adds HTML unchanged.</summary>
    public HtmlText Raw(string html)
    {
        text.Append(html);
        return this;
    }

    /// <summary>Escapes text for an element or a quoted attribute.</summary>
    public static string Escape(string plain) => WebUtility.HtmlEncode(plain);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
