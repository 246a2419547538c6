using System.Security.Cryptography;

namespace NNOptim.Worker.Training.Datasets;

/// <summary>Reads a data set's files, whole.</summary>
internal static class DatasetFile
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="key">The key of the experiment file that names it, for the message.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="DatasetException">No path is given, or the file cannot be read.</exception>
    public static byte[] Read(string key, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new DatasetException($"{key}: a file must be named.");
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{key}: '{path}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>SHA-256 of the contents one after another, lower-case hexadecimal.</summary>
    public static string Sha256(params ReadOnlySpan<byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in contents)
        {
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Requires that the contents are those of the submission.</summary>
    /// <exception cref="DatasetException">They are not.</exception>
    public static void RequireSha256(string? expected, string path, params ReadOnlySpan<byte[]> contents)
    {
        if (expected is null)
        {
            return;
        }

        var actual = Sha256(contents);
        if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new DatasetException(
                $"{path}: the file has changed since the experiment was submitted: its SHA-256 is {actual}, and {expected} is required.");
        }
    }
}
