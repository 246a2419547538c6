using System.Text;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Markdown;

/// <summary>Builds a Markdown document of blocks with an empty line between any two.</summary>
public sealed class MarkdownText : IDocumentText
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a heading.</summary>
    public void Heading(int level, string title) => Block($"{new string('#', level)} {Inline(title)}");

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string sentence) => Block(Inline(sentence));

    /// <summary>Adds a paragraph in bold.</summary>
    public void Strong(string sentence) => Block($"**{Inline(sentence)}**");

    /// <summary>Adds a picture that leads to another.</summary>
    public void Picture(string alternative, string path, string target) => Block($"[![{Inline(alternative)}]({path})]({target})");

    /// <summary>Adds a list; nothing for no items.</summary>
    public void List(IEnumerable<string> items)
    {
        var lines = string.Join('\n', items.Select(item => $"- {Inline(item)}"));
        if (lines.Length > 0)
        {
            Block(lines);
        }
    }

    /// <summary>Adds a table.</summary>
    public void Table(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Block(MarkdownTable.Render(table));
    }

    /// <summary>Adds text that is shown as it is.</summary>
    public void Code(string language, string code)
    {
        ArgumentNullException.ThrowIfNull(code);

        // The fence must be longer than any run of backticks within.
        var fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal))
        {
            fence += '`';
        }

        Block($"{fence}{language}\n{code.ReplaceLineEndings("\n").TrimEnd()}\n{fence}");
    }

    /// <summary>Adds Markdown as it is.</summary>
    public void Block(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(markdown.TrimEnd('\n')).Append('\n');
    }

    /// <summary>Plain text with whatever Markdown would take as markup escaped.</summary>
    public static string Inline(string plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        var escaped = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var character = plain[i];

            // An underscore within a word and brackets that no parenthesis follows are left alone, as Markdown does.
            var markup = character switch
            {
                '*' or '`' or '<' or '\\' => true,
                '_' => i == 0 || i == plain.Length - 1 || !char.IsLetterOrDigit(plain[i - 1]) || !char.IsLetterOrDigit(plain[i + 1]),
                ']' => i + 1 < plain.Length && plain[i + 1] is '(' or '[',
                _ => false,
            };
            if (markup)
            {
                escaped.Append('\\');
            }

            escaped.Append(character is '\n' or '\r' ? ' ' : character);
        }

        return escaped.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
