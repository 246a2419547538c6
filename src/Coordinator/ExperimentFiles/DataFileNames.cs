using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Says which kind of data the name of a data file stands for.</summary>
internal static class DataFileNames
{
    private const string Compressed = ".gz";

    /// <summary>The kind; null when the name does not tell it.</summary>
    /// <param name="path">The path of a file or a folder, or a pattern of names with <c>*</c>.</param>
    /// <param name="isFolder">Whether the path is a folder.</param>
    public static DatasetKind? KindOf(string path, Func<string, bool> isFolder)
    {
        var name = path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? path[..^Compressed.Length] : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".CSV" or ".TSV" or ".TXT" or ".DATA" or ".DAT" => DatasetKind.Csv,
            ".PARQUET" when name == path => DatasetKind.Parquet,
            ".LIBSVM" or ".SVM" or ".SVMLIGHT" => DatasetKind.Libsvm,
            _ when path.Contains('*', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(path) || isFolder(path) => DatasetKind.Csv,
            _ => null,
        };
    }
}
