namespace NNOptim.Reporting.Documents;

/// <summary>A document that is written block by block. All text is plain: what would be markup is escaped.</summary>
public interface IDocumentText
{
    /// <summary>Adds a heading of a level from 1.</summary>
    public void Heading(int level, string title);

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string sentence);

    /// <summary>Adds a paragraph that stands out.</summary>
    public void Strong(string sentence);

    /// <summary>Adds a list; nothing for no items.</summary>
    public void List(IEnumerable<string> items);

    /// <summary>Adds a table.</summary>
    public void Table(ReportTable table);

    /// <summary>Adds text that is shown as it is.</summary>
    public void Code(string language, string code);

    /// <summary>Adds a picture that leads to a larger or sharper one; the paths are relative to the document.</summary>
    public void Picture(string alternative, string path, string target);
}
