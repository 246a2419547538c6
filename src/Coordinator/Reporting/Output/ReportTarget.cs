using System.Collections.Immutable;
using NNOptim.Files;

namespace NNOptim.Reporting.Output;

/// <summary>A file that a command reads or keeps. No report may replace it.</summary>
/// <param name="What">A description, for messages.</param>
/// <param name="Path">The path.</param>
public sealed record ProtectedFile(string What, string Path);

/// <summary>Finds the files in a folder that a report must not overwrite.</summary>
public static class ReportTarget
{
    /// <summary>One line for each conflicting file: not written by a report, changed since, or in use.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static ImmutableArray<string> Conflicts(string directory, IEnumerable<ProtectedFile> inUse)
    {
        ArgumentNullException.ThrowIfNull(inUse);
        var root = Path.GetFullPath(directory);
        var own = ReportManifest.Read(root);
        var taken = ReportNames.TakenIn(root).ToList();
        var uses = inUse.GroupBy(file => FileIdentity.Read(file.Path), StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().What, StringComparer.Ordinal);
        return
        [
            .. taken.Union(ReportNames.Fixed, StringComparer.Ordinal).Select(name =>
            {
                var path = ReportNames.PathOf(root, name);
                return uses.TryGetValue(FileIdentity.Read(path), out var what) ? $"{path} is {what}"
                    : !taken.Contains(name) || own.IsUnchanged(root, name) ? null
                    : own.Hashes.ContainsKey(name) ? $"{path} was changed since nnoptim wrote it"
                    : $"{path} is there, and no report of nnoptim wrote it";
            }).OfType<string>(),
        ];
    }
}
