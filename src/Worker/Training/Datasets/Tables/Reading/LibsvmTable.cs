using System.Collections.Immutable;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>
/// Reads files of the format of LIBSVM (C.-C. Chang, C.-J. Lin): in each line a label, then pairs <c>index:value</c>. Values that are not
/// written are 0. The rest of a line after <c>#</c> is a comment.
/// </summary>
internal static class LibsvmTable
{
    /// <summary>Reads files as one table: the column <c>label</c>, then those of the indices.</summary>
    /// <param name="files">The files; their rows follow each other.</param>
    /// <param name="request">What the table is for.</param>
    /// <exception cref="DatasetException">The files have errors.</exception>
    public static Table Read(ImmutableArray<TableFile> files, TableRequest request)
    {
        var texts = request.TextColumns.ToHashSet(StringComparer.Ordinal);
        var cells = new LibsvmCells(new CellParser(request.MissingTexts, '.'))
        {
            // A label that is no number is found late, so the texts of all are kept.
            Labels = new ColumnBuilder("label", 1, 0) { Texts = new ColumnTexts(0) },
        };
        var (contents, encoding) = TextDecoding.Decode(files, request.Format.Encoding);
        foreach (var content in contents)
        {
            AddLines(content, cells);
        }

        if (!cells.Labels.HasText && !texts.Contains("label") && !texts.Contains("1"))
        {
            cells.Labels.Texts = null;
        }

        cells.ThrowIfAnyError();
        if (cells.Rows == 0)
        {
            throw new DatasetException($"{files[0].Path}:1: the file has blank lines and comments alone; data are needed.");
        }

        DatasetLimits.RequireMemory(files[0].Path, cells.Rows * (long)cells.Width, DatasetLimits.AvailableMemory);
        ImmutableArray<string> notes = cells.Smallest == 0 ? ["the index 0 occurs; features are numbered from 0."] : [];
        return new Table([cells.Labels.Build(), .. Features(cells, texts)], cells.Rows, request.Format with { Encoding = encoding }, notes);
    }

    private static void AddLines(TextContent content, LibsvmCells cells)
    {
        var text = content.Utf8.AsSpan();
        for (var line = 1; !text.IsEmpty; line++)
        {
            var length = text.IndexOf((byte)'\n');
            cells.Add(length < 0 ? text : text[..length], new CellPlace(content.Path, line));
            text = length < 0 ? [] : text[(length + 1)..];
        }
    }

    private static IEnumerable<TableColumn> Features(LibsvmCells cells, HashSet<string> texts)
    {
        var missing = cells.Missing();
        var columns = cells.ToColumns();
        for (var column = 0; column < columns.Length; column++)
        {
            var (index, number) = (column + cells.Smallest, column + 2);
            var levels = texts.Contains($"{index}") || texts.Contains($"{number}") ? NumberTexts.Of(columns[column]) : null;
            yield return new TableColumn
            {
                Name = $"{index}",
                Number = number,
                Numbers = columns[column],
                Codes = levels?.ToCodes(),
                Levels = levels?.Levels ?? [],
                MissingCount = missing[index].Count(),
                MissingSamples = [.. missing[index].Take(TableColumn.MostSamples)],
            };
        }
    }
}
