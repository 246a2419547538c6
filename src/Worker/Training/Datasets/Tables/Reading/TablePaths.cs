using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Finds the files that the path of a dataset means.</summary>
internal static class TablePaths
{
    private const string Key = "dataset.path";
    private const string Compressed = ".gz";
    private const int MostFiles = 10_000;

    /// <summary>The files, in ordinal order of their names.</summary>
    /// <exception cref="DatasetException">There are none, or too many.</exception>
    public static ImmutableArray<string> Of(DatasetSpecification specification)
    {
        if (string.IsNullOrEmpty(specification.Path) || File.Exists(specification.Path))
        {
            return [specification.Path ?? ""];
        }

        var path = specification.Path;
        if (Directory.Exists(path))
        {
            var extensions = ExtensionsOf(specification.Kind);
            return InFolder(path, name => name[0] != '.' && Fits(name, extensions), $"the folder '{path}' has no files with the extension {string.Join(", ", extensions)}");
        }

        var (folder, pattern) = (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
        if (folder.Contains('*', StringComparison.Ordinal))
        {
            throw new DatasetException($"{Key}: '{path}' has * in the name of a folder; only the last part of a path may have it.");
        }

        return pattern.Contains('*', StringComparison.Ordinal)
            ? InFolder(folder, name => FitsPattern(name, pattern), $"no file fits '{path}'")
            : [path];
    }

    private static string[] ExtensionsOf(DatasetKind kind) => kind switch
    {
        DatasetKind.Parquet => [".parquet", ".pq"],
        DatasetKind.Libsvm => [".libsvm", ".svm", ".svmlight", ".t", ".txt", ".dat", ".data"],
        _ => [".csv", ".tsv", ".tab", ".txt", ".dat", ".data"],
    };

    private static bool Fits(string name, string[] extensions)
    {
        var unpacked = name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? name[..^Compressed.Length] : name;
        return extensions.Contains(Path.GetExtension(unpacked), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a name fits a pattern, in which * stands for any characters. As in a shell, it is not the dot that hides a file.</summary>
    private static bool FitsPattern(string name, string pattern)
    {
        var parts = pattern.Split('*');
        if ((name[0] == '.' && pattern[0] != '.') || !name.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            at = name.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            at += part.Length;
        }

        return name.AsSpan(at).EndsWith(parts[^1], StringComparison.Ordinal);
    }

    private static ImmutableArray<string> InFolder(string folder, Func<string, bool> fits, string none)
    {
        try
        {
            string[] names = [.. Directory.EnumerateFiles(folder == "" ? "." : folder).Select(path => Path.GetFileName(path)).Where(fits).Take(MostFiles + 1)];
            Array.Sort(names, StringComparer.Ordinal);
            return names.Length switch
            {
                0 => throw new DatasetException($"{Key}: {none}."),
                > MostFiles => throw new DatasetException($"{Key}: there are more than {MostFiles} files in '{folder}', and at most so many are read."),
                _ => [.. names.Select(name => Path.Combine(folder, name))],
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{Key}: the folder '{folder}' cannot be read: {error.Message}");
        }
    }
}
