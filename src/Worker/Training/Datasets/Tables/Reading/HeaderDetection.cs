using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>
/// Detects whether the first line has the columns' names. Where it is not clear, it asks: a wrong guess would make an example of the names, or
/// names of an example.
/// </summary>
internal static class HeaderDetection
{
    private const int MostRows = 1000;

    /// <summary>Whether the first line is a header.</summary>
    /// <exception cref="DatasetException">It is not clear.</exception>
    public static bool IsHeader(TextContent content, TextFormat format, CellParser parser)
    {
        using var records = new RecordReader(content, format);
        if (!records.Read() || records.IsMalformed || records.Count > DatasetLimits.MostFeatures)
        {
            // The reader tells what is wrong.
            return true;
        }

        var place = records.Place;
        var columns = new HeaderEvidence[records.Count];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new HeaderEvidence(records[column], parser);
        }

        var hasErrors = ReadBelow(records, columns, parser);
        return Decide(columns) ?? (hasErrors ? true : throw new DatasetException(
            $"{place}: the first line could be a header; give header: true or false."));
    }

    /// <summary>Reads the first rows below.</summary>
    /// <returns>Whether one of them has an error, so that the file is refused anyway.</returns>
    private static bool ReadBelow(RecordReader records, HeaderEvidence[] columns, CellParser parser)
    {
        var hasErrors = false;
        for (var row = 0; row < MostRows && records.Read(); row++)
        {
            if (records.IsMalformed || records.Count != columns.Length)
            {
                hasErrors = true;
                continue;
            }

            for (var column = 0; column < columns.Length; column++)
            {
                columns[column].Add(records[column], parser);
            }
        }

        return hasErrors;
    }

    private static bool? Decide(HeaderEvidence[] columns)
    {
        var (header, data) = (columns.Any(column => column.SpeaksForHeader), columns.Any(column => column.SpeaksForData));
        return (header, data) switch
        {
            (true, true) => null,
            (true, false) => true,
            (false, true) => MayBeNumbersAsNames(columns) ? null : false,
            _ => columns.Any(column => column.Recurs) ? false : null,
        };
    }

    /// <summary>
    /// Whether the numbers of the first line may be names: 0, 1, 2, ... or 1, 2, 3, ... or years in a row. A text that occurs again below is not
    /// a name, and neither is a line that is the same as all others.
    /// </summary>
    private static bool MayBeNumbersAsNames(HeaderEvidence[] columns)
    {
        HeaderEvidence[] numeric = [.. columns.Where(column => column.SpeaksForData)];
        var isRow = numeric.Zip(numeric.Skip(1), (left, right) => right.First - left.First).All(step => step == 1);
        return isRow
            && (numeric[0].First is 0 or 1 || numeric.Any(column => column.IsYearAboveOthers))
            && !columns.Any(column => !column.IsNumeric && column.Recurs)
            && !columns.All(column => column.IsConstant);
    }
}
