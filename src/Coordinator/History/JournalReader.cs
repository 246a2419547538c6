using System.Data.Common;
using Dapper;
using NNOptim.Experiments;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History;

/// <summary>
/// Reads experiments' events from the journal's table without an actor system. It starts quickly and does not block writers.
/// </summary>
/// <param name="database">The journal.</param>
public sealed class JournalReader(JournalDatabase database)
{
    private const string ExperimentRows = "persistence_id LIKE 'experiment-%' AND NOT deleted AND identifier = 7301";

    /// <summary>The events of one experiment in order; empty when the journal has none.</summary>
    /// <exception cref="DbException">The database cannot be reached, or has no journal.</exception>
    /// <exception cref="JournalRowException">A row cannot be read, is damaged, or is missing.</exception>
    public IReadOnlyList<IExperimentEvent> Events(ExperimentId id)
    {
        using var connection = database.OpenToRead();
        if (connection is null)
        {
            return [];
        }

        // Reads the position first: other processes may write and project more events in the meantime.
        var known = HistorySchema.IsThere(connection, database.Dialect)
            ? connection.ExecuteScalar<long?>("SELECT journal_position FROM experiments WHERE id = @id", new { id = id.Value }) ?? 0
            : 0;
        var entries = new JournalChunk(connection).Read(ExperimentStream.NameOf(id), 0, int.MaxValue, int.MaxValue);
        return entries.Count >= known
            ? [.. entries.Select(entry => entry.As<IExperimentEvent>())]
            : throw new JournalRowException($"Rows {entries.Count + 1} to {known} of {ExperimentStream.NameOf(id)} are missing from the journal.");
    }

    /// <summary>The ids of all experiments, oldest first.</summary>
    /// <exception cref="DbException">The database cannot be reached, or has no journal.</exception>
    public IReadOnlyList<ExperimentId> Ids()
    {
        using var connection = database.OpenToRead();
        if (connection is null)
        {
            return [];
        }

        var streams = connection.Query<string>($"SELECT persistence_id FROM journal WHERE sequence_number = 1 AND {ExperimentRows} ORDER BY ordering");
        var ids = new List<ExperimentId>();
        foreach (var stream in streams)
        {
            if (ExperimentId.TryParse(stream[ExperimentStream.Prefix.Length..], out var id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }
}
