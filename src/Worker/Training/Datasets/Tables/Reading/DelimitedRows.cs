using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>
/// Reads the rows of delimited texts into columns. The first pass takes numbers, and the texts of columns that are asked for. The second one
/// takes the texts of the columns that turned out to have some.
/// </summary>
internal sealed class DelimitedRows
{
    /// <summary>The number of bytes that a cell and its delimiter usually have at least.</summary>
    private const int UsualCellBytes = 2;

    private readonly ImmutableArray<TextContent> contents;
    private readonly TextFormat format;
    private readonly TableRequest request;
    private readonly CellParser parser;
    private readonly List<string> notes;
    private readonly ErrorList errors = new();
    private string[] header = [];
    private string[] names = [];
    private ColumnBuilder[] columns = [];

    private DelimitedRows(ImmutableArray<TextContent> contents, TextFormat format, TableRequest request, List<string> notes)
    {
        this.contents = contents;
        this.format = format;
        this.request = request;
        this.notes = notes;
        parser = new CellParser(request.MissingTexts, format.Decimal);
    }

    /// <summary>Reads the rows.</summary>
    /// <param name="contents">The texts; those of a format with whitespace have tabs.</param>
    /// <param name="format">Their format, without open choices.</param>
    /// <param name="request">What the table is for.</param>
    /// <param name="notes">What was detected so far.</param>
    /// <exception cref="DatasetException">The texts have errors.</exception>
    public static Table Read(ImmutableArray<TextContent> contents, TextFormat format, TableRequest request, List<string> notes) =>
        new DelimitedRows(contents, format, request, notes).Read();

    private Table Read()
    {
        ForEachRecord(AddRow);
        Array.ForEach(columns, column => column.RequireFinite(errors));
        errors.ThrowIfAny();
        ReadTexts();
        notes.AddRange(columns.Select(column => column.NoteOfRounding()).OfType<string>());
        return new Table([.. columns.Select(column => column.Build())], columns[0].Count, format, [.. notes]);
    }

    /// <summary>Reads the texts of the columns that have some.</summary>
    private void ReadTexts()
    {
        int[] late = [.. Enumerable.Range(0, columns.Length).Where(column => columns[column].HasText && columns[column].Texts is null)];
        if (late.Length == 0)
        {
            return;
        }

        foreach (var column in late)
        {
            columns[column].Texts = new ColumnTexts(columns[column].Count);
        }

        ForEachRecord(record =>
        {
            foreach (var column in late)
            {
                var text = record[column];
                columns[column].AddText(parser.IsMissing(text) ? CellKind.Missing : CellKind.Text, text);
            }
        });
    }

    private void ForEachRecord(Action<RecordReader> action)
    {
        foreach (var content in contents)
        {
            using var record = new RecordReader(content, format);
            if (!record.Read())
            {
                throw new DatasetException($"{content.Path}:1: the file has blank lines{(format.Comment is null ? "" : " and comments")} alone; {(format.Header == true ? "a header is" : "data are")} needed.");
            }

            Begin(record);
            if (format.Header != true)
            {
                action(record);
            }

            while (record.Read())
            {
                action(record);
            }
        }
    }

    /// <summary>Reads the header, or compares it with that of the first file.</summary>
    private void Begin(RecordReader record)
    {
        if (columns.Length == 0)
        {
            TextHeader.RequireSound(record);
            header = format.Header == true ? TextHeader.Read(record) : [];
            names = format.Header == true ? ColumnNaming.Distinct(header, notes) : ColumnNaming.Numbers(record.Count);
            columns = CreateColumns();
        }
        else if (format.Header == true)
        {
            TextHeader.RequireSame(record, header, contents[0].Path);
        }
    }

    private ColumnBuilder[] CreateColumns()
    {
        var capacity = Capacity();
        var texts = request.TextColumns.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. names.Select((name, column) => new ColumnBuilder(name, column + 1, capacity)
            {
                Texts = texts.Contains(name) || texts.Contains($"{column + 1}") ? new ColumnTexts(capacity) : null,
            }),
        ];
    }

    /// <summary>The expected number of rows: that of the lines, if these are not unusually short.</summary>
    private int Capacity()
    {
        var lines = contents.Sum(content => TextContent.LineOf(content.Utf8, content.Utf8.Count) - (format.Header == true ? 1 : 0));
        var bytes = contents.Sum(content => (long)content.Utf8.Count);
        return (int)Math.Min(lines, 1 + (bytes / (UsualCellBytes * names.Length)));
    }

    private void AddRow(RecordReader record)
    {
        if (record.IsFaulty(names, out var fault))
        {
            errors.Add(fault);
            return;
        }

        if (record.Count != columns.Length)
        {
            errors.Add($"{record.Place}: the number of values is {record.Count}; the {(format.Header == true ? "header" : "first line")} has {columns.Length} columns.");
            return;
        }

        if ((columns[0].Count + 1L) * columns.Length > DatasetLimits.MostRead)
        {
            throw new DatasetException($"{record.Place}: the file has more than {DatasetLimits.MostRead} numbers, and no more are read.");
        }

        var place = record.Place;
        for (var column = 0; column < columns.Length; column++)
        {
            var text = record[column];
            columns[column].Add(parser.Parse(text, out var value), value, text, place);
        }
    }
}
