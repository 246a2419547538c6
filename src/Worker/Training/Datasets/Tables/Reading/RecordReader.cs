using System.Diagnostics.CodeAnalysis;
using CsvHelper;
using NNOptim.Experiments;
using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Reads the records of a delimited text (RFC 4180), skipping blank lines and comments.</summary>
internal sealed class RecordReader : IDisposable
{
    private readonly string path;
    private readonly char separator;
    private readonly CsvReader reader;
    private CsvMalformedRecord? malformed;

    /// <summary>Creates a reader before the first record.</summary>
    /// <param name="content">The text; that of a format with whitespace has tabs.</param>
    /// <param name="format">Its format, with a delimiter.</param>
    public RecordReader(TextContent content, TextFormat format)
    {
        path = content.Path;
        separator = format.Delimiter == TextFormat.Whitespace ? '\t' : format.Delimiter![0];

        // The reader limits the size of a record in a stream, but not in an array.
        var stream = new MemoryStream(content.Utf8.Array!, content.Utf8.Offset, content.Utf8.Count, writable: false);
        reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            Quote = format.Quote,
            CommentPrefix = format.Comment,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = DatasetLimits.MostRecordBytes,
            OnMalformedRecord = record => malformed = record,
        });
    }

    /// <summary>The number of cells of the record.</summary>
    public int Count => reader.FieldCount;

    /// <summary>The place of the record: the line where it begins.</summary>
    public CellPlace Place => new(path, reader.LineNumber);

    /// <summary>Whether the record has a wrong quotation mark.</summary>
    public bool IsMalformed => malformed is not null;

    /// <summary>A cell of the record in UTF-8, trimmed outside of quotation marks. Valid until the next record.</summary>
    public ReadOnlySpan<byte> this[int column] => reader.GetSpan(column);

    /// <summary>Goes to the next record.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DatasetException">The record is too large.</exception>
    public bool Read()
    {
        malformed = null;
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw new DatasetException(
                $"{path}:{error.LineNumber}: the record that begins on this line has more than {DatasetLimits.MostRecordBytes} bytes, the most allowed. Perhaps a quotation mark is not closed.");
        }
    }

    /// <summary>The text of a cell.</summary>
    public string Text(int column) => reader.GetString(column);

    /// <summary>Describes a wrong quotation mark in the record: its column, the value, and what is allowed.</summary>
    /// <param name="names">The columns' names, if they are known.</param>
    /// <param name="fault">The description; null when there is none.</param>
    public bool IsFaulty(IReadOnlyList<string> names, [NotNullWhen(true)] out string? fault)
    {
        if (malformed is not { } found)
        {
            fault = null;
            return false;
        }

        var column = ColumnOf(found);
        var value = ColumnBuilder.Shown(reader.GetRawSpan(column));
        fault = $"{Place}: column {(column < names.Count ? $"'{Excerpt.Shorten(names[column])}'" : column + 1)}: " + found.Reason switch
        {
            CsvMalformedReason.UnterminatedQuote => $"the value that begins with '{value}' has no closing quotation mark; one is needed.",
            CsvMalformedReason.TextAfterClosingQuote => $"'{value}' goes on after its closing quotation mark; {(separator == ',' ? "a comma" : "a delimiter")} or the end of the line must follow it.",
            _ => $"'{value}' has a quotation mark inside; only a quoted value may have one, which is doubled.",
        };
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private int ColumnOf(CsvMalformedRecord found)
    {
        var column = 0;
        for (var end = reader.ByteOffset; column < reader.FieldCount - 1; column++)
        {
            end += reader.GetRawSpan(column).Length + 1;
            if (found.ByteOffset < end)
            {
                break;
            }
        }

        return column;
    }
}
