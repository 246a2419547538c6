using System.Security.Cryptography;
using NNOptim.Files;

namespace NNOptim.Training.Datasets;

/// <summary>Reads a dataset's files.</summary>
internal static class DatasetFile
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="key">The key of the path in the experiment file, for the message.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="DatasetException">No path is given, or the file cannot be read.</exception>
    public static byte[] Read(string key, string? path) => Guarded(key, path, file => InputFile.ReadBytes(file, DatasetLimits.MostFileBytes));

    /// <summary>SHA-256 of the concatenated contents, in lower-case hexadecimal.</summary>
    public static string Sha256(params ReadOnlySpan<byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in contents)
        {
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of the concatenated files, in lower-case hexadecimal. Does not hold whole files in memory.</summary>
    /// <param name="files">The files with their keys in the experiment file.</param>
    /// <exception cref="DatasetException">No path is given, or a file cannot be read.</exception>
    public static string Sha256Of(params ReadOnlySpan<(string Key, string? Path)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, path) in files)
        {
            Guarded(key, path, file =>
            {
                using var stream = InputFile.Open(file, DatasetLimits.MostFileBytes);
                var buffer = new byte[1 << 16];
                while (stream.Read(buffer) is > 0 and var count)
                {
                    hash.AppendData(buffer.AsSpan(0, count));
                }

                return true;
            });
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Requires that the contents have the SHA-256 of the submission.</summary>
    /// <exception cref="DatasetException">The SHA-256 differs.</exception>
    public static void RequireSha256(string? expected, string path, params ReadOnlySpan<byte[]> contents)
    {
        if (expected is null)
        {
            return;
        }

        RequireSha256(expected, path, Sha256(contents));
    }

    /// <summary>Requires that files have the SHA-256 of the submission.</summary>
    /// <exception cref="DatasetException">The SHA-256 differs.</exception>
    public static void RequireSha256(string? expected, string path, string actual)
    {
        if (expected is not null && !string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new DatasetException(
                $"{path}: the file has changed since the experiment was submitted: its SHA-256 is {actual}, and {expected} is required.");
        }
    }

    private static T Guarded<T>(string key, string? path, Func<string, T> read)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new DatasetException($"{key}: a file must be named.");
        }

        try
        {
            return read(path);
        }
        catch (IOException error)
        {
            throw new DatasetException($"{key}: '{path}' cannot be read: {error.Message}");
        }
    }
}
