using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NNOptim.Files;

namespace NNOptim.Reporting.Output;

/// <summary>
/// The list of a report's files with their SHA-256, which stands beside them. By it a later report knows what it may replace: a
/// file that somebody changed or put there is not the report's any more.
/// </summary>
/// <param name="Hashes">The SHA-256 of each file, by its name.</param>
internal sealed record ReportManifest(ImmutableSortedDictionary<string, string> Hashes)
{
    /// <summary>The name of the list.</summary>
    public const string FileName = ".nnoptim-report";

    private const string Head = "# The files of a report of nnoptim, each after its SHA-256";
    private const int MostBytes = 16 << 20;
    private const int HashCharacters = 64;

    /// <summary>The list of files in a folder.</summary>
    public static ReportManifest Compute(string root, IEnumerable<string> names) => new(names.ToImmutableSortedDictionary(
        name => name, name => HashOf(ReportNames.PathOf(root, name)), StringComparer.Ordinal));

    /// <summary>Reads a folder's list. Without one, or with one that is damaged, nothing in the folder counts as a report's.</summary>
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

    /// <summary>Whether a file stands in a folder as the list has it.</summary>
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
