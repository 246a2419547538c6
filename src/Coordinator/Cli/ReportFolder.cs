using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Output;
using NNOptim.Training.Datasets;

namespace NNOptim.Cli;

/// <summary>Chooses the folder of a report and writes the report. Failures become messages.</summary>
internal static class ReportFolder
{
    /// <summary>File systems allow 255 bytes per name; the experiment's id needs some of them.</summary>
    private const int MaxNameBytes = 200;

    /// <summary>
    /// Checks before the training that the report can be written and overwrites nothing but an earlier report. Creates the folder and
    /// writes a probe file to it.
    /// </summary>
    /// <param name="directory">The given folder; null for the default.</param>
    /// <param name="name">The experiment's name.</param>
    /// <param name="id">The experiment.</param>
    /// <param name="inUse">The files that the command uses.</param>
    /// <exception cref="CommandException">The folder cannot be written, or holds a file that would be overwritten.</exception>
    public static string Prepare(string? directory, string name, ExperimentId id, IEnumerable<ProtectedFile> inUse)
    {
        if (directory is "")
        {
            throw CommandException.BadInput("--report: the value is empty; give a folder.");
        }

        directory ??= Path.Combine("reports", NameOf(name, id));
        return TranslateErrors(directory, () =>
        {
            var path = Path.GetFullPath(directory);
            if (ReportTarget.Conflicts(path, inUse) is { Length: > 0 } conflicts)
            {
                throw CommandException.BadInput(string.Join(
                    Environment.NewLine, [.. conflicts.Select(line => $"--report: {line}."), "Move these files, or give another folder with --report DIR."]));
            }

            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".{id}.probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return path;
        });
    }

    /// <summary>The files that a command uses, which a report must not overwrite.</summary>
    /// <param name="dataset">The experiment's data.</param>
    /// <param name="database">The journal.</param>
    /// <param name="others">Other files; a file without a path is skipped.</param>
    public static IEnumerable<ProtectedFile> InUse(DatasetSpecification dataset, JournalDatabase database, params ReadOnlySpan<(string What, string? Path)> others)
    {
        var files = new List<ProtectedFile>();
        foreach (var path in DataFiles(dataset))
        {
            Add("the dataset", path);
        }

        if (database is SqliteDatabase sqlite)
        {
            Add("the database", sqlite.Path);
            Add("the database's write-ahead log", sqlite.Path + "-wal");
        }

        foreach (var (what, path) in others)
        {
            Add(what, path);
        }

        return files;

        void Add(string what, string? path)
        {
            if (!string.IsNullOrEmpty(path))
            {
                files.Add(new ProtectedFile(what, path));
            }
        }
    }

    /// <summary>Writes the report and returns its files.</summary>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static ReportFiles Write(ExperimentAnalysis analysis, string directory, ReportOptions options) =>
        TranslateErrors(directory, () => ReportWriter.Write(analysis, directory, options), $"; the journal holds the results, and nnoptim report {analysis.Experiment.Id} writes the report again");

    private static T TranslateErrors<T>(string directory, Func<T> write, string hint = "")
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"The report cannot be written to {directory}: {error.Message.TrimEnd('.')}{hint}.", error);
        }
    }

    /// <summary>
    /// The folder's name: the experiment's name, in any script, and its id. It never begins with a hyphen, which looks like an option,
    /// or with a dot, which hides the folder.
    /// </summary>
    internal static string NameOf(string name, ExperimentId id)
    {
        var text = new StringBuilder();
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            var kept = IsKept(rune) ? rune : new Rune('-');
            if (text.Length == 0 && kept.Value is '-' or '.')
            {
                continue;
            }

            bytes += kept.Utf8SequenceLength;
            if (bytes > MaxNameBytes)
            {
                break;
            }

            text.Append(kept.ToString());
        }

        return text.Length == 0 ? id.ToString() : $"{text}-{id}";
    }

    /// <summary>Letters, combining marks (vowels in some scripts), digits, and characters that no shell or file system treats specially.</summary>
    private static bool IsKept(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>The files of a dataset; of one that has gone, its path.</summary>
    private static ImmutableArray<string> DataFiles(DatasetSpecification dataset)
    {
        try
        {
            return DatasetLoader.FilesOf(dataset);
        }
        catch (DatasetException)
        {
            return [.. new[] { dataset.Path, dataset.LabelsPath }.OfType<string>()];
        }
    }
}
