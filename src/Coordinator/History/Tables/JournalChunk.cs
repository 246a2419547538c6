using System.Data.Common;
using Dapper;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>One row of a stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Number">Its sequence number.</param>
/// <param name="Message">Its message.</param>
internal sealed record JournalEntry(string Stream, long Number, IProtocolMessage Message)
{
    /// <summary>The message as the type of its stream.</summary>
    /// <exception cref="JournalRowException">The message has another type.</exception>
    public T As<T>()
        where T : class => Message as T
        ?? throw new JournalRowException($"Row {Number} of {Stream} in the journal is a {Message.GetType().Name}, which does not belong there.");
}

/// <summary>Reads a part of an experiment's stream, or of its annotations. Checks the sequence number, checksum and experiment of every row.</summary>
internal sealed class JournalChunk(DbConnection connection)
{
    /// <summary>The next entries after a sequence number: at most <paramref name="rows"/>, and about <paramref name="costs"/> costs.</summary>
    /// <exception cref="JournalRowException">A row cannot be read, is damaged, or is missing.</exception>
    public List<JournalEntry> Read(string stream, long after, int rows, int costs)
    {
        var entries = new List<JournalEntry>();
        var held = 0;
        using var command = Sql.Command(
            connection,
            null,
            "SELECT sequence_number, manifest, message, deleted FROM journal WHERE persistence_id = @stream AND sequence_number > @after "
            + "ORDER BY sequence_number LIMIT @rows",
            ("stream", stream),
            ("after", after),
            ("rows", rows));
        using var reader = command.ExecuteReader();
        var parse = reader.GetRowParser<MessageRow>();
        while (held < costs && reader.Read())
        {
            var entry = EntryOf(() => parse(reader), stream, after + entries.Count + 1);
            held += (entry.Message as CostsRecorded)?.Costs.Length ?? 1;
            entries.Add(entry);
        }

        return entries;
    }

    private static JournalEntry EntryOf(Func<MessageRow> read, string stream, long number)
    {
        try
        {
            var row = read();
            if (row.SequenceNumber != number)
            {
                throw new JournalRowException($"Row {number} of {stream} is missing from the journal.");
            }

            var message = row.Decode();
            if (row.Deleted)
            {
                throw new JournalRowException($"Row {number} of {stream} in the journal is marked as deleted.");
            }

            if (message is IWithExperimentId of && !stream.EndsWith($"-{of.ExperimentId}", StringComparison.Ordinal))
            {
                throw new JournalRowException($"Row {number} of {stream} in the journal belongs to experiment {of.ExperimentId}.");
            }

            return new JournalEntry(stream, number, message);
        }
        catch (Exception error) when (MessageRow.IsUnreadable(error))
        {
            throw new JournalRowException($"Row {number} of {stream} in the journal cannot be read: {error.Message}", error);
        }
    }
}
