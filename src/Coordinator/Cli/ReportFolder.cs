using System.Globalization;
using System.Text;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Output;

namespace NNOptim.Cli;

/// <summary>Where a report goes and its writing, with failures told in words.</summary>
internal static class ReportFolder
{
    /// <summary>File systems allow 255 bytes a name, of which the experiment's id takes a few.</summary>
    private const int MostNameBytes = 200;

    /// <summary>
    /// Makes sure before hours of training that the report can be written and replaces nothing but an earlier report: makes the folder
    /// and writes to it.
    /// </summary>
    /// <param name="directory">The folder as given; null for the default one.</param>
    /// <param name="name">The experiment's name.</param>
    /// <param name="id">The experiment.</param>
    /// <param name="inUse">What the command reads or keeps.</param>
    /// <exception cref="CommandException">The folder cannot be written, or holds a file that would be overwritten.</exception>
    public static string Prepare(string? directory, string name, ExperimentId id, IEnumerable<ProtectedFile> inUse)
    {
        if (directory is "")
        {
            throw CommandException.BadInput("--report: it is empty; give a folder.");
        }

        directory ??= Path.Combine("reports", NameOf(name, id));
        return Guarded(directory, () =>
        {
            var path = Path.GetFullPath(directory);
            if (ReportTarget.Conflicts(path, inUse) is { Length: > 0 } conflicts)
            {
                throw CommandException.BadInput(string.Join(
                    Environment.NewLine, [.. conflicts.Select(line => $"--report: {line}."), "Move what is in the way, or give another folder by --report DIR."]));
            }

            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".{id}.probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return path;
        });
    }

    /// <summary>The files that a command on an experiment reads or keeps.</summary>
    /// <param name="dataset">The experiment's data.</param>
    /// <param name="database">The journal.</param>
    /// <param name="others">Others, those not given being null.</param>
    public static IEnumerable<ProtectedFile> InUse(DatasetSpecification dataset, JournalDatabase database, params ReadOnlySpan<(string What, string? Path)> others)
    {
        var files = new List<ProtectedFile>();
        Add("the dataset", dataset.Path);
        Add("the dataset's labels", dataset.LabelsPath);
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

    /// <summary>Writes the report and gives its files.</summary>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static ReportFiles Write(ExperimentAnalysis analysis, string directory, ReportOptions options) =>
        Guarded(directory, () => ReportWriter.Write(analysis, directory, options), $"; the results are in the journal, and nnoptim report {analysis.Experiment.Id} writes it from there");

    private static T Guarded<T>(string directory, Func<T> write, string hint = "")
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
    /// The folder's name: the experiment's, of whatever script its letters are, and its id. It does not begin with a hyphen, which
    /// commands would take for an option, nor with a dot, which hides.
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
            if (bytes > MostNameBytes)
            {
                break;
            }

            text.Append(kept.ToString());
        }

        return text.Length == 0 ? id.ToString() : $"{text}-{id}";
    }

    /// <summary>Letters with the marks that some scripts write their vowels with, digits, and what is in no way special.</summary>
    private static bool IsKept(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
