using System.Text;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Markdown;

/// <summary>Builds a Markdown document of blocks separated by empty lines.</summary>
public sealed class MarkdownText : IDocumentText
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a heading.</summary>
    public void Heading(int level, string title) => Block($"{new string('#', level)} {Inline(title)}");

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string sentence) => Block(Inline(sentence));

    /// <summary>Adds a paragraph in bold.</summary>
    public void Strong(string sentence) => Block($"**{Inline(sentence)}**");

    /// <summary>Adds a picture with a link to another.</summary>
    public void Picture(string alternative, string path, string target) => Block($"[![{Inline(alternative)}]({path})]({target})");

    /// <summary>Adds a list; adds nothing when there are no items.</summary>
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

    /// <summary>Adds preformatted text.</summary>
    public void Code(string language, string code)
    {
        ArgumentNullException.ThrowIfNull(code);

        // The fence must be longer than any sequence of backticks in the text.
        var fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal))
        {
            fence += '`';
        }

        Block($"{fence}{language}\n{code.ReplaceLineEndings("\n").TrimEnd()}\n{fence}");
    }

    /// <summary>Adds Markdown unchanged.</summary>
    public void Block(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(markdown.TrimEnd('\n')).Append('\n');
    }

    /// <summary>Escapes plain text, so that Markdown reads no character as markup.</summary>
    public static string Inline(string plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        var escaped = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var character = plain[i];

            // Underscores within a word, and brackets without a following parenthesis, are no markup in Markdown.
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
