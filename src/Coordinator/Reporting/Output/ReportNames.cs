using System.Collections.Immutable;
using NNOptim.Reporting.Figures;

namespace NNOptim.Reporting.Output;

/// <summary>The names of a report's files, relative to its folder, with <c>/</c> between folder and file.</summary>
internal static class ReportNames
{
    /// <summary>The names of documents and tables.</summary>
    public static readonly ImmutableArray<string> Fixed =
    [
        ReportWriter.ReportName, ReportWriter.PageName, "runs.csv", "costs.csv", "ranking.csv", "runs.parquet", "costs.parquet",
    ];

    private static readonly string[] PictureEndings = [".png", ".svg"];

    /// <summary>Whether a report may write a file of this name.</summary>
    public static bool Has(string name) => Fixed.Contains(name, StringComparer.Ordinal) || IsPicture(name);

    /// <summary>The names that already exist in a folder, as a file of any kind.</summary>
    public static IEnumerable<string> TakenIn(string root)
    {
        var figures = new DirectoryInfo(Path.Combine(root, ReportFigures.Folder));
        return
        [
            .. Fixed.Where(name => Path.Exists(Path.Combine(root, name)) || new FileInfo(Path.Combine(root, name)).LinkTarget is not null),
            .. figures.LinkTarget is not null || File.Exists(figures.FullName) ? [ReportFigures.Folder]
                : figures.Exists ? figures.EnumerateFileSystemInfos().Select(file => $"{ReportFigures.Folder}/{file.Name}").Where(IsPicture).Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[],
        ];
    }

    /// <summary>The full path of a name.</summary>
    public static string PathOf(string root, string name) => Path.Combine([root, .. name.Split('/')]);

    // On Windows, a name with the other separator could refer to a path outside the folder.
    private static bool IsPicture(string name) =>
        name.Split('/') is [ReportFigures.Folder, var file] && !file.Contains('\\', StringComparison.Ordinal) && PictureEndings.Contains(Path.GetExtension(file), StringComparer.Ordinal);
}
