using System.Collections.Immutable;
using System.Data.Common;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Upkeep;

/// <summary>The annotations of experiments. They have their own streams, so that they can be written while experiments run.</summary>
public static class Annotations
{
    /// <summary>The largest number of characters of a note.</summary>
    public const int MaxNoteCharacters = 10_000;

    /// <summary>The largest number of characters of a name, as in an experiment file.</summary>
    public const int MaxNameCharacters = 200;

    /// <summary>The largest number of characters of a tag.</summary>
    public const int MaxTagCharacters = 50;

    /// <summary>The errors in an annotation, one sentence each; empty if it is valid.</summary>
    public static ImmutableArray<string> Problems(ExperimentAnnotated annotated)
    {
        ArgumentNullException.ThrowIfNull(annotated);
        var problems = ImmutableArray.CreateBuilder<string>();
        if (annotated.Name is { } name && !IsLine(name, MaxNameCharacters))
        {
            problems.Add($"name: '{name}' is not allowed; give one line of 1 to {MaxNameCharacters} characters.");
        }

        if (annotated.Note is { Length: > MaxNoteCharacters } note)
        {
            problems.Add($"note: it has {note.Length:N0} characters; at most {MaxNoteCharacters:N0} are allowed.");
        }

        foreach (var tag in annotated.TagsAdded.Concat(annotated.TagsRemoved).Where(tag => !IsLine(tag, MaxTagCharacters) || tag.Contains(',', StringComparison.Ordinal) || tag.Trim() != tag))
        {
            problems.Add($"tag: '{tag}' is not allowed; give 1 to {MaxTagCharacters} characters on one line, without commas and without spaces at the ends.");
        }

        return problems.ToImmutable();
    }

    /// <summary>Adds an annotation to the journal; false if the journal does not have the experiment.</summary>
    /// <exception cref="ArgumentException">The annotation has <see cref="Problems"/>.</exception>
    /// <exception cref="DbException">The database cannot be reached or written.</exception>
    public static bool Write(JournalDatabase database, ExperimentAnnotated annotated)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (Problems(annotated) is [var first, ..])
        {
            throw new ArgumentException(first, nameof(annotated));
        }

        using var connection = database.OpenToWrite();
        using var transaction = HistorySchema.BeginWriting(connection, database.Dialect);
        if (JournalRows.LastNumber(connection, transaction, ExperimentStream.NameOf(annotated.ExperimentId)) == 0)
        {
            return false;
        }

        JournalRows.Append(connection, transaction, ExperimentStream.AnnotationsOf(annotated.ExperimentId), [annotated], annotated.At);
        transaction.Commit();
        return true;
    }

    private static bool IsLine(string text, int maxLength) => !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength && !text.Any(char.IsControl);
}
