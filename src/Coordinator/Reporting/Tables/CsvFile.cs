using CsvHelper;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// Creates comma-separated files (RFC 4180, but with LF line ends), in UTF-8 and the invariant culture. Each number is the shortest text
/// that parses to the same number.
/// </summary>
internal static class CsvFile
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    /// <summary>Creates or replaces a file.</summary>
    public static CsvWriter Create(string path) => CsvWriter.ToFile(path, Options);

    /// <summary>Writes fields of text.</summary>
    public static void WriteFields(this CsvWriter csv, ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }
    }

    /// <summary>Writes a number; writes an empty field when it is null or not finite.</summary>
    public static void WriteFinite(this CsvWriter csv, double? number) =>
        csv.WriteField(number is { } value && double.IsFinite(value) ? number : null);
}
