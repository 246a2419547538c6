using System.Data.Common;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;

namespace NNOptim.Coordinator.History.Tables;

/// <summary>One row of a stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Number">Its sequence number.</param>
/// <param name="Message">What it holds.</param>
internal sealed record JournalEntry(string Stream, long Number, IProtocolMessage Message)
{
    /// <summary>The message as what its stream holds.</summary>
    /// <exception cref="JournalRowException">It is something else.</exception>
    public T As<T>()
        where T : class => Message as T
        ?? throw new JournalRowException($"Row {Number} of {Stream} in the journal is a {Message.GetType().Name}, which has no place there.");
}

/// <summary>Reads a part of a stream.</summary>
internal sealed class JournalChunk(DbConnection connection)
{
    /// <summary>The next entries after a sequence number: at most <paramref name="rows"/>, and about <paramref name="costs"/> costs.</summary>
    /// <exception cref="JournalRowException">A row cannot be read, or one is missing.</exception>
    public List<JournalEntry> Read(string stream, long after, int rows, int costs)
    {
        var entries = new List<JournalEntry>();
        var held = 0;
        using var command = Sql.Command(
            connection,
            null,
            "SELECT sequence_number, manifest, message FROM journal WHERE persistence_id = @stream AND sequence_number > @after "
            + "AND NOT deleted ORDER BY sequence_number LIMIT @rows",
            ("stream", stream),
            ("after", after),
            ("rows", rows));
        using var reader = command.ExecuteReader();
        while (held < costs && reader.Read())
        {
            var number = reader.GetInt64(0);
            if (number != after + entries.Count + 1)
            {
                throw new JournalRowException($"Row {after + entries.Count + 1} of {stream} is missing from the journal.");
            }

            var entry = new JournalEntry(stream, number, MessageOf(reader, stream, number));
            held += (entry.Message as CostsRecorded)?.Costs.Length ?? 1;
            entries.Add(entry);
        }

        return entries;
    }

    private static IProtocolMessage MessageOf(DbDataReader row, string stream, long number)
    {
        try
        {
            return ProtocolCodec.FromBytes(row.GetString(1), row.GetFieldValue<byte[]>(2));
        }
        catch (Exception error) when (error is UnknownMessageException or InvalidCastException or InvalidOperationException)
        {
            throw new JournalRowException($"Row {number} of {stream} in the journal cannot be read: {error.Message}", error);
        }
    }
}
