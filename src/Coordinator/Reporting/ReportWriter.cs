using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text;
using NNOptim.Coordinator.Reporting.Analysis;
using NNOptim.Coordinator.Reporting.Figures;
using NNOptim.Coordinator.Reporting.Markdown;
using NNOptim.Coordinator.Reporting.Tables;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Reporting;

/// <summary>
/// Writes the report of an experiment into a folder: <c>report.md</c>, <c>runs.csv</c>, <c>costs.csv</c>, <c>ranking.csv</c> and <c>figures/</c>.
/// Equal results give equal files, but for durations and times.
/// </summary>
public static class ReportWriter
{
    /// <summary>The name of the report's document.</summary>
    public const string ReportName = "report.md";

    /// <summary>Writes the report, over an earlier one in the same folder; the document comes last, so that where it is, all else is.</summary>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static ReportFiles Write(ExperimentRecord experiment, string directory, ReportOptions options) =>
        Write(ExperimentAnalysis.Of(experiment), directory, options);

    /// <summary>The same for an experiment that was analysed already.</summary>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static ReportFiles Write(ExperimentAnalysis analysis, string directory, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(options);
        var root = Path.GetFullPath(directory);
        var figuresFolder = Path.Combine(root, ReportFigures.Folder);
        Directory.CreateDirectory(figuresFolder);

        var tables = new (string Name, Action<string, ExperimentAnalysis> Write)[]
        {
            ("runs.csv", RunsTable.Write), ("costs.csv", CostsTable.Write), ("ranking.csv", RankingTable.Write),
        };
        var writing = Task.Run(() =>
        {
            foreach (var (name, write) in tables)
            {
                Replace(Path.Combine(root, name), path => write(path, analysis));
            }
        });
        var figures = ReportFigures.Of(analysis, options.DecisionSurface);
        try
        {
            // Each figure has a plot of its own; the fonts they share are registered before and cached thread-safely.
            Parallel.ForEach(figures.All, figure => FigureRenderer.Write(figure, figuresFolder));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }
        finally
        {
            writing.GetAwaiter().GetResult();
        }

        var report = Path.Combine(root, ReportName);
        var text = MarkdownReport.Of(analysis, figures, options);
        Replace(report, path => File.WriteAllText(path, text, new UTF8Encoding(false)));
        return new ReportFiles(root, report, Listed(root, report, tables.Select(table => table.Name), figures));
    }

    private static ImmutableArray<string> Listed(string root, string report, IEnumerable<string> tables, ReportFigures figures) =>
    [
        report,
        .. tables.Select(name => Path.Combine(root, name)),
        .. figures.All.Select(figure => Path.Combine(root, ReportFigures.Folder, figure.Name + ".png")),
        .. figures.All.Select(figure => Path.Combine(root, ReportFigures.Folder, figure.Name + ".svg")),
    ];

    /// <summary>Writes a file beside its place and moves it there, so that a reader never sees half of it.</summary>
    private static void Replace(string path, Action<string> write)
    {
        var partial = path + ".partial";
        write(partial);
        File.Move(partial, path, overwrite: true);
    }
}
