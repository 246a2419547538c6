using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Files;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Collects the errors of one file, and the notes about it.</summary>
internal sealed class DiagnosticCollector
{
    /// <summary>The maximum number of reported errors; a hostile file could have a hundred thousand.</summary>
    public const int MaxShown = 100;

    private readonly List<ExperimentFileError> errors = [];
    private readonly List<ExperimentFileError> notes = [];
    private int notShown;

    /// <summary>Whether there are errors so far.</summary>
    public bool Any => errors.Count > 0;

    /// <summary>Adds an error at a position.</summary>
    public void Add(SourceLocation at, string? key, string? given, string message)
    {
        if (errors.Count < MaxShown)
        {
            errors.Add(new ExperimentFileError(
                at.Source, at.Line, at.Column, key is null ? null : Shorten(key), given is null ? null : Shorten(given), Excerpt.OneLine(message)));
        }
        else
        {
            notShown++;
        }
    }

    /// <summary>Adds a note: something that the user should know and that is no error.</summary>
    public void Tell(SourceLocation at, string key, string message)
    {
        if (notes.Count < MaxShown)
        {
            notes.Add(new ExperimentFileError(at.Source, at.Line, at.Column, Shorten(key), null, Excerpt.OneLine(message)));
        }
    }

    /// <summary>Adds an error of the YAML text.</summary>
    public void Add(SourceLocation at, string? key, string message) => Add(at, key, null, message);

    /// <summary>Adds an error at a node with an invalid value. The message starts with the value.</summary>
    public void NotAllowed(YamlItem item, string key, string allowed) =>
        Add(item.At, key, item.ToString(), $"{Shorten(item.ToString())} is not allowed; {allowed}");

    /// <summary>The errors in the order of the file, then those without a line in the order found.</summary>
    public ImmutableArray<ExperimentFileError> InOrder()
    {
        var inOrder = InOrder(errors);
        return notShown == 0
            ? [.. inOrder]
            : [.. inOrder, new ExperimentFileError(
                errors[0].Source, null, null, null, null,
                string.Create(CultureInfo.InvariantCulture, $"and {notShown} more errors like these"))];
    }

    /// <summary>The notes as sentences, in the same order.</summary>
    public ImmutableArray<string> NotesInOrder() => [.. InOrder(notes).Select(note => note.ToString())];

    private static IEnumerable<ExperimentFileError> InOrder(IEnumerable<ExperimentFileError> found) =>
        found.Distinct().OrderBy(each => each.Line ?? int.MaxValue).ThenBy(each => each.Column ?? int.MaxValue);

    /// <summary>A value, shortened for a one-line message.</summary>
    public static string Shorten(string given) => Excerpt.Shorten(given);
}
