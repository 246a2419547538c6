using System.Collections.Immutable;
using System.Globalization;
using NNOptim.ExperimentFiles.Yaml;
using NNOptim.Files;

namespace NNOptim.ExperimentFiles;

/// <summary>Gathers the errors of one reading.</summary>
internal sealed class DiagnosticCollector
{
    /// <summary>A person reads no more than this many; a hostile file could hold a hundred thousand.</summary>
    public const int Shown = 100;

    private readonly List<ExperimentFileError> errors = [];
    private int notShown;

    /// <summary>Whether anything is wrong so far.</summary>
    public bool Any => errors.Count > 0;

    /// <summary>Adds an error at a place.</summary>
    public void Add(SourceLocation at, string? key, string? given, string message)
    {
        if (errors.Count < Shown)
        {
            errors.Add(new ExperimentFileError(
                at.Source, at.Line, at.Column, key is null ? null : Shorten(key), given is null ? null : Shorten(given), Excerpt.OneLine(message)));
        }
        else
        {
            notShown++;
        }
    }

    /// <summary>Adds an error at a node whose value is at fault; the message gets the value in front.</summary>
    public void NotAllowed(YamlItem item, string key, string allowed) =>
        Add(item.At, key, item.ToString(), $"{Shorten(item.ToString())} is not allowed; {allowed}");

    /// <summary>The errors in the order of the file, those without a line after them in the order found.</summary>
    public ImmutableArray<ExperimentFileError> InOrder()
    {
        var inOrder = errors.Distinct().OrderBy(error => error.Line ?? int.MaxValue).ThenBy(error => error.Column ?? int.MaxValue);
        return notShown == 0
            ? [.. inOrder]
            : [.. inOrder, new ExperimentFileError(
                errors[0].Source, null, null, null, null,
                string.Create(CultureInfo.InvariantCulture, $"and {notShown} more errors like these"))];
    }

    /// <summary>A value as it may stand within a one-line message.</summary>
    public static string Shorten(string given) => Excerpt.Of(given);
}
