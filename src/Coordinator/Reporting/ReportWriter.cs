using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;
using NNOptim.Reporting.Html;
using NNOptim.Reporting.Markdown;
using NNOptim.Reporting.Output;
using NNOptim.Reporting.Tables;

namespace NNOptim.Reporting;

/// <summary>
/// Writes the report of an experiment into a folder: <c>report.md</c>, <c>report.html</c>, <c>runs.csv</c>, <c>costs.csv</c>,
/// <c>ranking.csv</c> and <c>figures/</c>. Equal results give equal files, except for durations and times.
/// </summary>
public static class ReportWriter
{
    /// <summary>The file name of the Markdown document.</summary>
    public const string ReportName = "report.md";

    /// <summary>The file name of the HTML page.</summary>
    public const string PageName = "report.html";

    /// <summary>
    /// Writes the report, and replaces an earlier one in the same folder when the new one is complete. The documents are published last. So
    /// when a document exists, all other files exist too.
    /// </summary>
    /// <exception cref="IOException">
    /// The folder or a file cannot be written, or a file that no report wrote has one of the names.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static ReportFiles Write(ExperimentRecord experiment, string directory, ReportOptions options) =>
        Write(ExperimentAnalysis.Analyze(experiment), directory, options);

    /// <summary>Writes the report of an experiment that is already analysed.</summary>
    /// <exception cref="IOException">The folder or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static ReportFiles Write(ExperimentAnalysis analysis, string directory, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(options);
        var root = Path.GetFullPath(directory);
        using var staged = StagedReport.Begin(root);
        var tables = Tables(options.Formats);
        var writing = Task.Run(() =>
        {
            foreach (var (name, write) in tables)
            {
                write(Path.Combine(staged.Folder, name), analysis);
            }
        });
        var figures = ReportFigures.DrawAll(analysis, options.DecisionSurface);
        var documents = ImmutableArray.CreateBuilder<string>();
        var pictures = ImmutableArray.CreateBuilder<string>();
        try
        {
            if (options.Formats.HasFlag(ReportFormats.Markdown))
            {
                pictures.AddRange(Draw(figures, staged.Folder));
            }
        }
        finally
        {
            writing.GetAwaiter().GetResult();
        }

        if (options.Formats.HasFlag(ReportFormats.Html))
        {
            documents.Add(Document(staged.Folder, PageName, HtmlReport.Render(analysis, figures, options)));
        }

        if (options.Formats.HasFlag(ReportFormats.Markdown))
        {
            documents.Add(Document(staged.Folder, ReportName, MarkdownReport.Render(analysis, figures, options)));
        }

        ImmutableArray<string> all = [.. documents, .. tables.Select(table => table.Name), .. pictures];
        staged.Publish([.. all.Reverse()]);
        ImmutableArray<string> paths = [.. all.Select(name => ReportNames.PathOf(root, name))];
        return new ReportFiles(root, paths[0], paths);
    }

    private static ImmutableArray<(string Name, Action<string, ExperimentAnalysis> Write)> Tables(ReportFormats formats) =>
    [
        .. formats.HasFlag(ReportFormats.Csv)
            ? [("runs.csv", RunsTable.Write), ("costs.csv", CostsTable.Write), ("ranking.csv", RankingTable.Write)]
            : ((string, Action<string, ExperimentAnalysis>)[])[],
        .. formats.HasFlag(ReportFormats.Parquet)
            ? [("runs.parquet", ParquetTables.WriteRuns), ("costs.parquet", ParquetTables.WriteCosts)]
            : ((string, Action<string, ExperimentAnalysis>)[])[],
    ];

    private static IEnumerable<string> Draw(ReportFigures figures, string root)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, ReportFigures.Folder)).FullName;
        try
        {
            // Each figure has its own plot. The shared fonts are registered beforehand and cached thread-safely.
            Parallel.ForEach(figures.All, figure => FigureRenderer.Write(figure, folder));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }

        return
        [
            .. figures.All.Select(figure => $"{ReportFigures.Folder}/{figure.Name}.png"),
            .. figures.All.Select(figure => $"{ReportFigures.Folder}/{figure.Name}.svg"),
        ];
    }

    private static string Document(string folder, string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
        return name;
    }
}
