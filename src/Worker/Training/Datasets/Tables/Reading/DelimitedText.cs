using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Reads delimited text files into a table. Detects what the request leaves open.</summary>
internal static class DelimitedText
{
    /// <summary>Reads files as one table.</summary>
    /// <param name="files">The files; their rows follow each other.</param>
    /// <param name="request">What the table is for.</param>
    /// <exception cref="DatasetException">The files have errors, or their format is not clear.</exception>
    public static Table Read(ImmutableArray<TableFile> files, TableRequest request)
    {
        var given = FormatRules.Checked(request.Format);
        var (contents, encoding) = TextDecoding.Decode(files, given.Encoding);
        var delimiter = given.Delimiter ?? DelimiterDetection.Detect(contents[0], given);
        if (delimiter == TextFormat.Whitespace)
        {
            contents = [.. contents.Select(content => WhitespaceText.Tabbed(content, given.Quote, given.Comment))];
        }

        var format = given with { Encoding = encoding, Delimiter = delimiter };
        format = format with { Header = given.Header ?? HeaderDetection.IsHeader(contents[0], format, new CellParser(request.MissingTexts, format.Decimal)) };
        return DelimitedRows.Read(contents, format, request, Notes(given, format));
    }

    private static List<string> Notes(TextFormat given, TextFormat format)
    {
        var notes = new List<string>();
        if (given.Encoding is null && format.Encoding != TextDecoding.Utf8Name)
        {
            notes.Add($"the encoding is {format.Encoding}.");
        }

        if (given.Delimiter is null && format.Delimiter != ",")
        {
            notes.Add($"the delimiter is {FormatRules.Words(format.Delimiter!)}.");
        }

        if (given.Header is null && format.Header == false)
        {
            notes.Add("the first line is data, not a header; columns are named by their numbers.");
        }

        return notes;
    }
}
