using System.Text.RegularExpressions;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Compares whole reports: everything that depends on the results must be equal, byte for byte.</summary>
internal static partial class Reports
{
    /// <summary>
    /// Requires that two folders have the same files, byte for byte except for circumstances of the training: ids, times, durations,
    /// the number of attempts, and the command.
    /// </summary>
    public static void ShouldBeTheSame(string expected, string actual)
    {
        var files = FilesOf(expected);
        FilesOf(actual).ShouldBe(files);
        files.ShouldContain("report.html");
        foreach (var file in files)
        {
            var (first, second) = (Path.Combine(expected, file), Path.Combine(actual, file));
            switch (Path.GetFileName(file))
            {
                case ".nnoptim-report":
                    // The hashes of documents that differ only in times.
                    break;
                case "runs.csv":
                    ReportTables.Results(second).ShouldBe(ReportTables.Results(first));
                    break;
                case "report.md" or "report.html":
                    TextOfResults(second).ShouldBe(TextOfResults(first), file);
                    break;
                default:
                    File.ReadAllBytes(second).AsSpan().SequenceEqual(File.ReadAllBytes(first)).ShouldBeTrue(file);
                    break;
            }
        }
    }

    private static List<string> FilesOf(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static string TextOfResults(string path)
    {
        var text = File.ReadAllText(path);
        text = Id().Replace(text, "(id)");
        text = Time().Replace(text, "time");
        text = Command().Replace(text, "command");
        text = Duration().Replace(text, "duration");
        text = Seconds().Replace(text, "seconds");
        // The width of tables depends on their content.
        return Filling().Replace(text, match => match.Value[..1]);
    }

    [GeneratedRegex(@"\([0-9a-z]{8}\)|(?<=nnoptim confirm )[0-9a-z]{8}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")]
    private static partial Regex Time();

    [GeneratedRegex(@"nnoptim (?:run|submit) [^|<""]*")]
    private static partial Regex Command();

    [GeneratedRegex(@"\b\d+(?:\.\d+)? (?:ms|s|min|h)\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"""seconds"":[^,}\]]*")]
    private static partial Regex Seconds();

    [GeneratedRegex(" {2,}|-{2,}")]
    private static partial Regex Filling();
}
