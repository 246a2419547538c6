namespace NNOptim.Reporting.Documents;

/// <summary>A document written block by block. All text is plain; the document escapes markup characters.</summary>
public interface IDocumentText
{
    /// <summary>Adds a heading; level 1 is the highest.</summary>
    public void Heading(int level, string title);

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string sentence);

    /// <summary>Adds an emphasised paragraph.</summary>
    public void Strong(string sentence);

    /// <summary>Adds a list; adds nothing when there are no items.</summary>
    public void List(IEnumerable<string> items);

    /// <summary>Adds a table.</summary>
    public void Table(ReportTable table);

    /// <summary>Adds preformatted text.</summary>
    public void Code(string language, string code);

    /// <summary>Adds a picture with a link to a larger or sharper version. Paths are relative to the document.</summary>
    public void Picture(string alternative, string path, string target);
}
