using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NNOptim.Files;

namespace NNOptim.Reporting.Output;

/// <summary>
/// The list of a report's files with their SHA-256, stored beside them. A later report uses it to decide which files it may replace. A file
/// that somebody changed or added no longer belongs to the report.
/// </summary>
/// <param name="Hashes">The SHA-256 of each file, by the file's name.</param>
internal sealed record ReportManifest(ImmutableSortedDictionary<string, string> Hashes)
{
    /// <summary>The file name of the list.</summary>
    public const string FileName = ".nnoptim-report";

    private const string Head = "# The files of a report of nnoptim, each after its SHA-256";
    private const int MostBytes = 16 << 20;
    private const int HashCharacters = 64;

    /// <summary>Computes the list of files in a folder.</summary>
    public static ReportManifest Compute(string root, IEnumerable<string> names) => new(names.ToImmutableSortedDictionary(
        name => name, name => HashOf(ReportNames.PathOf(root, name)), StringComparer.Ordinal));

    /// <summary>Reads a folder's list. When it is missing or damaged, no file in the folder belongs to a report.</summary>
    public static ReportManifest Read(string root)
    {
        var hashes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var line in LinesOf(Path.Combine(root, FileName)))
        {
            var (hash, name) = line.Length > HashCharacters + 2 ? (line[..HashCharacters], line[(HashCharacters + 2)..]) : ("", line);
            if (ReportNames.Has(name))
            {
                hashes[name] = hash;
            }
        }

        return new ReportManifest(hashes.ToImmutable());
    }

    /// <summary>Writes the list into a folder.</summary>
    public void Write(string root)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var (name, hash) in Hashes)
        {
            text.Append(hash).Append("  ").Append(name).Append('\n');
        }

        WholeOutput.WriteText(Path.Combine(root, FileName), text.ToString(), overwrite: true);
    }

    /// <summary>Whether a file in a folder has the listed content.</summary>
    public bool IsUnchanged(string root, string name)
    {
        var path = ReportNames.PathOf(root, name);
        try
        {
            return Hashes.TryGetValue(name, out var hash) && new FileInfo(path).LinkTarget is null && HashOf(path) == hash;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] LinesOf(string path)
    {
        try
        {
            return InputFile.ReadText(path, MostBytes).Split('\n') is [Head, .. var lines] ? lines : [];
        }
        catch (InputFileException)
        {
            return [];
        }
    }

    private static string HashOf(string path)
    {
        using var stream = InputFile.Open(path, long.MaxValue, mayBeEmpty: true);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
