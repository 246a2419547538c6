using System.Collections.Immutable;
using System.Data.Common;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Upkeep;

/// <summary>What people write on experiments. It has streams of its own, so that it does not disturb running experiments.</summary>
public static class Annotations
{
    /// <summary>The most characters of a note.</summary>
    public const int MostNoteCharacters = 10_000;

    /// <summary>The most characters of a name, as in an experiment file.</summary>
    public const int MostNameCharacters = 200;

    /// <summary>The most characters of a tag.</summary>
    public const int MostTagCharacters = 50;

    /// <summary>What is wrong with the texts of an annotation, one sentence each; empty where nothing is wrong.</summary>
    public static ImmutableArray<string> Problems(ExperimentAnnotated annotated)
    {
        ArgumentNullException.ThrowIfNull(annotated);
        var problems = ImmutableArray.CreateBuilder<string>();
        if (annotated.Name is { } name && !IsLine(name, MostNameCharacters))
        {
            problems.Add($"name: '{name}' is not a name; allowed is one line of 1 to {MostNameCharacters} characters.");
        }

        if (annotated.Note is { Length: > MostNoteCharacters } note)
        {
            problems.Add($"note: it has {note.Length:N0} characters; allowed are {MostNoteCharacters:N0}.");
        }

        foreach (var tag in annotated.TagsAdded.Concat(annotated.TagsRemoved).Where(tag => !IsLine(tag, MostTagCharacters) || tag.Contains(',', StringComparison.Ordinal) || tag.Trim() != tag))
        {
            problems.Add($"tag: '{tag}' is not a tag; allowed are 1 to {MostTagCharacters} characters on one line, without commas and without spaces at the ends.");
        }

        return problems.ToImmutable();
    }

    /// <summary>Adds an annotation to the journal; false when the journal does not have the experiment.</summary>
    /// <exception cref="ArgumentException"><see cref="Problems"/> has some.</exception>
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

    private static bool IsLine(string text, int most) => !string.IsNullOrWhiteSpace(text) && text.Length <= most && !text.Any(char.IsControl);
}
