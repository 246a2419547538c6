using System.Collections.Immutable;
using System.Reflection;
using NNOptim.Files;

namespace NNOptim.ExperimentFiles;

/// <summary>The built-in experiments. Each is a commented file that users can start from.</summary>
public static class BuiltInExperiments
{
    private const string Prefix = "BuiltIn/";

    /// <summary>The experiment that runs when the user names none.</summary>
    public const string Default = "optimization-methods";

    /// <summary>Their names, the default first.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .OrderBy(name => name != Default)
            .ThenBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The file's text; null when there is no such experiment. Its first line names the JSON schema as <see
    /// cref="ExperimentFileSchema.FileName"/> in the same folder, so that an editor finds it there.
    /// </summary>
    public static string? Text(string name) => Names.Contains(name)
        ? EmbeddedText.Read(typeof(BuiltInExperiments).Assembly, Prefix + name).Replace(
            $"$schema=../{ExperimentFileSchema.FileName}", $"$schema={ExperimentFileSchema.FileName}", StringComparison.Ordinal)
        : null;
}
