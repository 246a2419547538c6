using NNOptim.Coordinator.Reporting;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Commands;

/// <summary>Where a report goes and its writing, with failures told in words.</summary>
internal static class ReportFolder
{
    /// <summary>Makes sure before hours of training that the report can be written: makes the folder and writes to it.</summary>
    /// <exception cref="CommandException">The folder cannot be written.</exception>
    public static string Prepare(string? directory, string name, ExperimentId id)
    {
        var path = Path.GetFullPath(directory ?? Path.Combine("reports", $"{FileNameOf(name)}-{id}"));
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

    private static string FileNameOf(string name) =>
        new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')]);
}
