using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Reads the files of a table: one file, the files of a folder, or those whose names fit a pattern.</summary>
internal static class TableFiles
{
    private const string Key = "dataset.path";

    /// <summary>Reads the files, checks their SHA-256, and unpacks those that are compressed.</summary>
    /// <exception cref="DatasetException">There are no such files, or they cannot be read, have changed, or are of another kind.</exception>
    public static TableFileSet Read(DatasetSpecification specification)
    {
        var raw = Cut(ReadAll(TablePaths.Of(specification)), specification.Table.FileBytes);
        var sha256 = DatasetFile.Sha256([.. raw.Select(file => file.Bytes)]);
        DatasetFile.RequireSha256(specification.Sha256, specification.Path!, sha256);
        return new TableFileSet(Unpack(raw, specification.Kind), sha256, LengthsOf(raw));
    }

    /// <summary>SHA-256 of the concatenated files, in lower-case hexadecimal. Does not hold whole files in memory.</summary>
    /// <exception cref="DatasetException">There are no such files, or they cannot be read.</exception>
    public static string Sha256(DatasetSpecification specification) =>
        DatasetFile.Sha256Of([.. TablePaths.Of(specification).Select(path => (Key, (string?)path))]);

    private static ValueList<long> LengthsOf(ImmutableArray<TableFile> files) => files.Length == 1 ? [] : [.. files.Select(file => (long)file.Bytes.Length)];

    private static ImmutableArray<TableFile> ReadAll(ImmutableArray<string> paths)
    {
        var files = ImmutableArray.CreateBuilder<TableFile>(paths.Length);
        var total = 0L;
        foreach (var path in paths)
        {
            var bytes = DatasetFile.Read(Key, path);
            RequireTotal(total += bytes.Length, path);
            files.Add(new TableFile(path, bytes));
        }

        return files.MoveToImmutable();
    }

    /// <summary>Cuts one stored file, the concatenation of several, into these.</summary>
    private static ImmutableArray<TableFile> Cut(ImmutableArray<TableFile> files, ValueList<long> lengths)
    {
        if (files.Length != 1 || lengths.Count == 0)
        {
            return files;
        }

        var (path, bytes) = files[0];
        if (lengths.Any(length => length <= 0 || length > bytes.Length) || lengths.Sum() != bytes.Length)
        {
            throw new DatasetException($"{path}: the file has {bytes.Length} bytes, but the files that it consists of have {string.Join(" + ", lengths.Take(20))}.");
        }

        var parts = ImmutableArray.CreateBuilder<TableFile>(lengths.Count);
        var start = 0;
        foreach (var length in lengths)
        {
            parts.Add(new TableFile(lengths.Count == 1 ? path : $"{path} (file {parts.Count + 1})", bytes[start..(start += (int)length)]));
        }

        return parts.MoveToImmutable();
    }

    private static ImmutableArray<TableFile> Unpack(ImmutableArray<TableFile> raw, DatasetKind kind)
    {
        var files = ImmutableArray.CreateBuilder<TableFile>(raw.Length);
        var total = 0L;
        foreach (var (path, bytes) in raw)
        {
            var content = Gzip.Unpack(path, bytes, DatasetLimits.MostFileBytes - total);
            RequireTotal(total += content.Length, path);
            ForeignFiles.Refuse(path, content, kind);
            files.Add(new TableFile(path, content));
        }

        return files.MoveToImmutable();
    }

    private static void RequireTotal(long bytes, string path)
    {
        if (bytes > DatasetLimits.MostFileBytes)
        {
            throw new DatasetException(string.Create(
                CultureInfo.InvariantCulture, $"{Key}: the files have more than {DatasetLimits.MostFileBytes:N0} bytes together with '{path}', and at most so many are read."));
        }
    }
}
