using System.Globalization;
using System.Text;

namespace NNOptim.Reporting.Tables;

/// <summary>
/// Writes comma-separated values row by row (RFC 4180, but with LF line ends), in UTF-8 and the invariant culture.
/// Numbers are the shortest text that reads back as the same number.
/// </summary>
public sealed class CsvWriter : IDisposable
{
    private readonly StreamWriter writer;
    private bool inRow;

    /// <summary>Creates or replaces a file.</summary>
    public CsvWriter(string path) => writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };

    /// <summary>The text of a field: quoted where it holds a comma, a quote or a line end.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>Writes a field of text.</summary>
    public void Field(string? text) => Raw(Escape(text ?? ""));

    /// <summary>Writes a whole number, or an empty field.</summary>
    public void Field(long? number) => Raw(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a number; an empty field where it is absent or not finite.</summary>
    public void Field(double? number)
    {
        Span<char> text = stackalloc char[32];
        if (number is { } value && double.IsFinite(value) && value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture))
        {
            Raw(text[..length]);
        }
        else
        {
            Raw("");
        }
    }

    /// <summary>Writes one or more fields as they are.</summary>
    public void Raw(ReadOnlySpan<char> fields)
    {
        if (inRow)
        {
            writer.Write(',');
        }

        writer.Write(fields);
        inRow = true;
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        writer.Write('\n');
        inRow = false;
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
