using System.Text;

namespace NNOptim.Worker.Training.Datasets;

/// <summary>Reads the records of comma-separated text (RFC 4180), blank lines left out and unquoted blanks trimmed.</summary>
internal static class CsvRecords
{
    /// <summary>Each record with the line it begins on, from 1. A quoted value may hold commas, doubled quotes and line ends.</summary>
    public static IEnumerable<(int Line, string[] Fields)> Read(TextReader reader)
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
                    (text, i, line) = ReadQuoted(reader, text, i + 1, line, field);
                    fields.Add(field.ToString());
                    i = IndexOfComma(text, i);
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

    private static (string Text, int Next, int Line) ReadQuoted(TextReader reader, string text, int next, int line, StringBuilder field)
    {
        field.Clear();
        while (true)
        {
            if (next == text.Length)
            {
                if (reader.ReadLine() is not { } more)
                {
                    return (text, next, line);
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
