using NNOptim.Files;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Reads the header of a text file.</summary>
internal static class TextHeader
{
    private const char Replacement = '\uFFFD';
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The names in the current record, trimmed.</summary>
    /// <exception cref="DatasetException">A name is garbled, or a quotation mark is wrong.</exception>
    public static string[] Read(RecordReader record)
    {
        RequireSound(record);
        var errors = new ErrorList();
        var names = new string[record.Count];
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = record.Text(column).Trim();
            if (names[column].Any(IsGarbled))
            {
                errors.Add($"{record.Place}: the name of column {column + 1}, '{Excerpt.Shorten(names[column])}', is garbled; check the encoding.");
            }
        }

        errors.ThrowIfAny();
        return names;
    }

    /// <summary>Requires that the first record has no wrong quotation mark and not too many cells.</summary>
    /// <exception cref="DatasetException">It has.</exception>
    public static void RequireSound(RecordReader record)
    {
        if (record.IsFaulty([], out var fault))
        {
            throw new DatasetException(fault);
        }

        if (record.Count > DatasetLimits.MostFeatures)
        {
            throw new DatasetException($"{record.Place}: there are {record.Count} columns; at most {DatasetLimits.MostFeatures} are allowed.");
        }
    }

    /// <summary>Requires that a further file has the same names.</summary>
    /// <param name="record">Its first record.</param>
    /// <param name="header">The names of the first file.</param>
    /// <param name="firstPath">The path of the first file.</param>
    /// <exception cref="DatasetException">The names differ.</exception>
    public static void RequireSame(RecordReader record, string[] header, string firstPath)
    {
        var names = Read(record);
        if (names.Length != header.Length)
        {
            throw new DatasetException($"{record.Place}: the header has {names.Length} columns; that of {firstPath} has {header.Length}.");
        }

        var column = names.AsSpan().CommonPrefixLength(header);
        if (column < names.Length)
        {
            throw new DatasetException(
                $"{record.Place}: the header differs: column {column + 1} is '{Excerpt.Shorten(names[column])}'; in {firstPath} it is '{Excerpt.Shorten(header[column])}'.");
        }
    }

    /// <summary>Whether a character is not one of a name. A quoted name may have line breaks and tabs.</summary>
    private static bool IsGarbled(char character) =>
        character is Replacement or ByteOrderMark || (char.IsControl(character) && character is not ('\t' or '\r' or '\n'));
}
