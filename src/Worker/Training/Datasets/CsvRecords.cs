using System.Text;
using NNOptim.Files;

namespace NNOptim.Training.Datasets;

/// <summary>Reads the records of comma-separated text (RFC 4180). Skips blank lines and trims unquoted blanks.</summary>
internal static class CsvRecords
{
    /// <summary>The most characters of a quoted value. Otherwise an unclosed quotation mark would include the rest of the file.</summary>
    private const int MostQuoted = 1_000_000;

    /// <summary>
    /// Each record with the number of its first line, from 1. A quoted value may contain commas, doubled quotes and line ends.
    /// </summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="reader">Its text.</param>
    /// <exception cref="DatasetException">A quoted value does not end correctly.</exception>
    public static IEnumerable<(int Line, string[] Fields)> Read(string path, TextReader reader)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var start = line;
            fields.Clear();
            for (var i = 0; i <= text.Length; i++)
            {
                i = SkipBlanks(text, i);
                if (i < text.Length && text[i] == '"')
                {
                    var opened = line;
                    (text, i, line) = ReadQuoted(reader, text, i + 1, line, field)
                        ?? throw new DatasetException($"{path}:{opened}: a quoted value begins on this line and is not closed within {MostQuoted} characters.");
                    fields.Add(field.ToString());
                    i = SkipBlanks(text, i);
                    if (i < text.Length && text[i] != ',')
                    {
                        throw new DatasetException($"{path}:{line}: '{Excerpt.Shorten(text[i..])}' follows a quoted value; a comma or the end of the line must.");
                    }
                }
                else
                {
                    var end = IndexOfComma(text, i);
                    fields.Add(text[i..end].TrimEnd());
                    i = end;
                }
            }

            yield return (start, [.. fields]);
        }
    }

    private static (string Text, int Next, int Line)? ReadQuoted(TextReader reader, string text, int next, int line, StringBuilder field)
    {
        field.Clear();
        while (field.Length <= MostQuoted)
        {
            if (next == text.Length)
            {
                if (reader.ReadLine() is not { } more)
                {
                    return null;
                }

                field.Append('\n');
                (text, next, line) = (more, 0, line + 1);
            }
            else if (text[next] != '"')
            {
                field.Append(text[next++]);
            }
            else if (next + 1 < text.Length && text[next + 1] == '"')
            {
                field.Append('"');
                next += 2;
            }
            else
            {
                return (text, next + 1, line);
            }
        }

        return null;
    }

    private static int SkipBlanks(string text, int start)
    {
        while (start < text.Length && text[start] is (' ' or '\t'))
        {
            start++;
        }

        return start;
    }

    private static int IndexOfComma(string text, int start)
    {
        var index = text.IndexOf(',', start);
        return index < 0 ? text.Length : index;
    }
}
