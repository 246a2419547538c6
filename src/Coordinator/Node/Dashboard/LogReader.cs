using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>Searches the log files of a folder: compact JSON, one event per line.</summary>
internal sealed partial class LogReader(string folder)
{
    private const int MaxLines = 100;

    /// <summary>The part of each file that is read: its end.</summary>
    private const long MaxBytesPerFile = 4 * 1024 * 1024;

    /// <summary>The latest lines that name the experiment, without those that name another run; oldest first.</summary>
    public ImmutableArray<LogLine> LinesOf(ExperimentId id, int run)
    {
        var lines = new List<LogLine>();
        foreach (var text in NewestText().Split('\n').Where(line => line.Contains(id.Value, StringComparison.Ordinal)))
        {
            if (Parse(text, run) is { } line)
            {
                lines.Add(line);
            }
        }

        return [.. lines.OrderBy(line => line.At, StringComparer.Ordinal).TakeLast(MaxLines)];
    }

    private static LogLine? Parse(string text, int run)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement;
            if (line.TryGetProperty("Run", out var named) && named.ToString() != run.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return null;
            }

            var message = Placeholder().Replace(TextOf(line, "@mt"), match => line.TryGetProperty(match.Groups[1].Value, out var value) ? value.ToString() : match.Value);
            return new LogLine(TextOf(line, "@t"), line.TryGetProperty("@l", out var level) ? level.ToString() : "Information", message);
        }
        catch (JsonException)
        {
            // The line is incomplete: it is being written, or the size limit cut it off.
            return null;
        }
    }

    private static string TextOf(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.ToString() : "";

    private string NewestText()
    {
        var text = new StringBuilder();
        if (!Directory.Exists(folder))
        {
            return "";
        }

        foreach (var file in new DirectoryInfo(folder).GetFiles("*.clef").OrderByDescending(file => file.LastWriteTimeUtc).Take(3))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(stream.Length, MaxBytesPerFile), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            text.Append(reader.ReadToEnd()).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex("""\{@?(\w+)[^}]*\}""")]
    private static partial Regex Placeholder();
}
