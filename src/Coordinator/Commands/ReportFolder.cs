using System.Globalization;
using System.Text;
using NNOptim.Coordinator.Reporting;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Commands;

/// <summary>Where a report goes and its writing, with failures told in words.</summary>
internal static class ReportFolder
{
    /// <summary>File systems allow 255 bytes a name, of which the experiment's id takes a few.</summary>
    private const int MostNameBytes = 200;

    /// <summary>Makes sure before hours of training that the report can be written: makes the folder and writes to it.</summary>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static string Prepare(string? directory, string name, ExperimentId id)
    {
        var path = Path.GetFullPath(directory ?? Path.Combine("reports", NameOf(name, id)));
        Guarded(path, () =>
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".{id}.probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        });
        return path;
    }

    /// <summary>Writes the report and gives its files.</summary>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static ReportFiles Write(ExperimentAnalysis analysis, string directory, ReportOptions options) =>
        Guarded(directory, () => ReportWriter.Write(analysis, directory, options));

    private static T Guarded<T>(string directory, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"The report cannot be written to {directory}: {error.Message}", error);
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
